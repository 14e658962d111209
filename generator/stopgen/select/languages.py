"""How other languages than English say to stop something, and what they stop."""

from __future__ import annotations

import re
from typing import Final

from stopgen.select.nouns import Kind

_NO_WORD = re.compile(r"\W+")

SENTENCE_VERBS: Final = {
    form: verb
    for verb, forms in {
        "stop": """
            arrêter arrêtez arrête arreter interrompre interrompt stopper detener detiene detén parar
            interrumpir interromper interrompe stoppen stoppt stoppe anhalten arrestare arresta fermare ferma
            interrompere stoppa остановить останавливает остановите прервать прерывает прекратить
            прекращает зупинити перервати zatrzymaj zatrzymać zastavit zastav durdur dừng hentikan
            إيقاف
        """,
        "cancel": """
            annuler annulez annule cancelar cancela anular anula abbrechen stornieren annuleren
            annuleer annullare annulla afbreken avbryt отменить отменяет отмените скасувати anuluj
            anulować zrušit hủy huỷ batalkan إلغاء
        """,
        "terminate": "beenden beendet beende terminer terminar termina terminare завершить завершает",
    }.items()
    for form in forms.split()
}
"""What the first word of a sentence may be, where words are set apart by spaces."""

LAST_VERBS: Final = frozenset(
    "abbrechen anhalten beenden stoppen stornieren annuleren afbreken durdur".split()
)
"""Those of them that stand at the end of a sentence, too."""

COMPACT_VERBS: Final = {
    "取消": "cancel",
    "キャンセル": "cancel",
    "취소": "cancel",
    "停止": "stop",
    "终止": "terminate",
    "終止": "terminate",
    "中止": "stop",
    "中断": "stop",
    "中斷": "stop",
    "강제종료": "stop",
    "강제 종료": "stop",
    "強制終了": "stop",
    "중지": "stop",
    "중단": "stop",
    "정지": "stop",
}
"""Verbs where words are not set apart, or the verb comes last."""

COMPACT_NOUNS: Final = (
    "已取消",
    "已停止",
    "停止词",
    "停止語",
    "ストップワード",
    "취소된",
    "중지된",
    "取消记录",
    "取消原因",
)
"""What has such a verb in it and is none."""

ROOTS: Final = (
    *("annul", "anul", "abbr", "beend", "deten", "detiene", "parar", "interrom", "arret", "arrest"),
    *("ferma", "storn", "afbreken", "avbryt", "zatrzym", "zastav", "durdur", "iptal", "hentikan"),
    *("batalkan", "terminer"),
)
"""Each of the verbs that are written in ASCII letters, and in none of English, has one inside."""

_STEMS: Final = {
    Kind.WORK: """
        任务 任務 作业 作業 运行 運行 执行 執行 实行 工作流 对话 對話 生成 构建 建置 部署 训练
        訓練 录制 錄製 转码 轉碼 流水线 进程 扫描 爬取 抓取 推理 导出 导入 迁移 流程 处理 同步
        备份 测试 评估 查询 搜索 直播 推流 操作 响应 ジョブ タスク 実行 処理 会話 ビルド デプロイ
        ワークフロー 録画 録音 トレーニング エクスポート インポート スキャン クエリ 配信 작업 실행
        대화 생성 빌드 배포 워크플로 녹화 학습 훈련 스캔 처리 tâche tache travail exécution
        execution traitement déploiement génération entraînement conversation processus tarea
        trabajo ejecución proceso conversación despliegue tarefa trabalho execução processo
        conversa implantação treinamento aufgabe ausführung vorgang prozess lauf gespräch
        bereitstellung verarbeitung auftragsverarbeitung attività esecuzione elaborazione taak
        uitvoering задач задани процесс выполнени запуск сборк развертывани генераци обучени
        диалог операци zadani proces görev işlem job task workflow pipeline
    """,
    Kind.SPELL: """
        会话 會話 通话 通話 批次 批处理 呼叫 セッション バッチ 세션 통화 배치 session sesión sessão sitzung
        сесси
    """,
    Kind.HOST: """
        实例 實例 容器 服务 服務 机器 虚拟机 主机 集群 环境 设备 应用 节点 机器人 インスタンス
        コンテナ サーバ サービス マシン 인스턴스 컨테이너 서버 instancia instância serveur
        servidor conteneur contenedor instanz behälter maschine dienst сервер контейнер экземпляр
        машин сервис server container
    """,
    Kind.DOUBT: "上传 上傳 定时 アップロード 업로드 téléversement",
    Kind.UNDONE: "删除 刪除 削除 삭제 suppression borrado eliminación löschung удалени",
    Kind.PLAN: """
        计划 計画 계획 会议 會議 活动 转账 轉帳 申请 申請 授权 授權 关注 收藏 点赞 绑定 置顶 隐藏
        静音 发布 分享 报名 邀请 会議 予定 招待 회의 초대 réunion reunión virement transferencia
        transferência überweisung участи перевод встреч
    """,
    Kind.BUSINESS: """
        订单 訂單 报价 報價 合同 合約 订阅 訂閱 支付 付款 发票 發票 预订 預訂 预约 預約 会员 退款
        委托 委託 提现 提現 挂单 注文 支払 予約 請求 購読 定期購入 출금 주문 결제 예약 구독 송장
        commande devis abonnement paiement facture réservation rendez pedido orden agendament
        suscripción assinatura pago pagamento factura fatura reserva cita bestellung zahlung
        rechnung buchung reservierung termin ordine abbonamento prenotazione заказ заявк платеж
        платёж подписк счет счёт брон оплат возврат
    """,
}
_FIRST_COMPACT: Final = "\u2e80"
"""The scripts of East Asia begin here; words of the others begin with a space."""

_KINDS: Final = tuple(
    (stem if stem > _FIRST_COMPACT else f" {stem}", kind)
    for kind, stems in _STEMS.items()
    for stem in stems.split()
)


def kinds_in(text: str) -> set[Kind]:
    """Return what a text in lower case speaks of, in any of the languages."""
    words = " " + _NO_WORD.sub(" ", text)
    return {kind for stem, kind in _KINDS if stem in words}
