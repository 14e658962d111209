"""The words of headings, columns and cells in French, German, Spanish, Portuguese, Japanese, Korean, Russian."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stopgen.readers.prose.vocabulary import Role, Topic

_TOPICS: Final[Mapping[Topic, str]] = {
    Topic.ENDPOINT: """
        point de terminaison, point d'accès, endpunkt, endpunkte, schnittstelle, punto de acceso,
        punto final, punto de conexión, ponto de extremidade, エンドポイント, 엔드포인트, эндпоинт,
        конечная точка
    """,
    Topic.METHOD: """
        méthode, méthode http, methode, http-methode, método, método http, メソッド, httpメソッド,
        http メソッド, リクエストメソッド, 메서드, 메소드, http 메서드, 요청 메서드, 요청 방식, метод,
        http-метод, http метод, метод запроса
    """,
    Topic.ADDRESS: """
        adresse, chemin, pfad, ruta, dirección, caminho, rota, endereço, リクエストurl, パス, 요청 url,
        경로, 주소, адрес, путь, url запроса
    """,
    Topic.BASE: """
        url de base, basis-url, basis url, url base, ベースurl, ベース url, ホスト, 기본 url, 호스트,
        базовый url, базовый адрес, хост
    """,
    Topic.AUTH: """
        authentification, autorisation, authentifizierung, autorisierung, authentisierung,
        autenticación, autorización, autenticação, autorização, 認証, 認可, 認証方法, 인증, 인증 방식,
        авторизация, аутентификация
    """,
    Topic.HEADERS: """
        en-têtes, en-tête, entêtes, en-têtes de requête, en-têtes de la requête, en-têtes http,
        kopfzeilen, anfrage-header, anfrageheader, http-header, encabezados, cabeceras,
        encabezados de la solicitud, cabeceras de la solicitud, cabeçalhos, cabeçalhos da requisição,
        ヘッダー, ヘッダ, リクエストヘッダー, リクエストヘッダ, 헤더, 요청 헤더, заголовки,
        заголовки запроса
    """,
    Topic.PATH: """
        paramètres de chemin, paramètres du chemin, paramètres d'url, paramètres de demande uri,
        pfadparameter, pfad-parameter, url-parameter, parámetros de ruta, parámetros de la ruta,
        parámetros de la ruta de acceso, parámetros de path, parámetros de url,
        parámetros de solicitud del uri, parâmetros de caminho, parâmetros de rota,
        parâmetros de url, パスパラメータ, パスパラメーター, urlパラメータ, url パラメータ, 경로 파라미터,
        경로 매개변수, path 파라미터, url 파라미터, параметры пути, параметры url, path-параметры
    """,
    Topic.QUERY: """
        paramètres de requête, paramètres de query, chaîne de requête, abfrageparameter,
        query-parameter, parámetros de consulta, parámetros de query, parâmetros de consulta,
        parâmetros de query, クエリパラメータ, クエリパラメーター, クエリ文字列, クエリ, 쿼리 파라미터,
        쿼리 매개변수, 쿼리 스트링, query-параметры, параметры строки запроса
    """,
    Topic.BODY: """
        corps, corps de la requête, corps de requête, corps de la demande, paramètres du corps,
        anfragetext, anfragekörper, anfrage-body, request-body, body-parameter, nutzlast, cuerpo,
        cuerpo de la solicitud, cuerpo de la petición, parámetros del cuerpo, corpo,
        corpo da requisição, corpo da solicitação, parâmetros do corpo, リクエストボディ, リクエスト本文,
        ボディ, ボディパラメータ, ボディパラメーター, リクエストボディスキーマ, 요청 본문, 본문, 요청 바디,
        요청 본문 파라미터, тело запроса, тело
    """,
    Topic.PARAMETERS: """
        paramètres, paramètre, paramètres de la requête, anfrageparameter, optionale parameter,
        parámetros, parámetro, parámetros de la solicitud, parâmetros, parâmetros da requisição,
        パラメータ, パラメーター, リクエストパラメータ, リクエストパラメーター, 引数, 파라미터, 매개변수,
        요청 파라미터, 요청 매개변수, 요청 변수, параметры, параметр, параметры запроса, аргументы
    """,
    Topic.REQUEST: """
        requête, demande, syntaxe de la demande, anfrage, anforderung, solicitud, petición,
        sintaxis de la solicitud, requisição, solicitação, リクエスト, 요청, запрос
    """,
    Topic.EXAMPLE: """
        exemple, exemples, exemple de requête, exemple de demande, beispiel, beispiele,
        beispielanfrage, beispiel anfrage, anfragebeispiel, beispielaufruf, beispiel aufruf, ejemplo,
        ejemplos, ejemplo de solicitud, ejemplo de petición, exemplo, exemplos, exemplo de requisição,
        例, 使用例, リクエスト例, コード例, サンプルリクエスト, 예시, 예제, 요청 예시, 요청 예제, пример,
        примеры, пример запроса, примеры запросов
    """,
    Topic.RESPONSE: """
        réponse, réponses, exemple de réponse, corps de la réponse, syntaxe de la réponse, antwort,
        antworten, beispielantwort, beispiel antwort, antwortbeispiel, rückgabe, rückgabewert,
        respuesta, respuestas, ejemplo de respuesta, cuerpo de la respuesta, sintaxis de la respuesta,
        resposta, respostas, exemplo de resposta, レスポンス, レスポンス例, レスポンスボディ, 応答, 戻り値,
        응답, 응답 예시, 응답 예제, 응답 본문, 반환값, ответ, ответы, пример ответа, тело ответа
    """,
    Topic.SUCCESS: """
        succès, réponse de succès, erfolg, erfolgreiche antwort, éxito, respuesta exitosa, sucesso,
        resposta de sucesso, 成功レスポンス, 成功時, 성공, 성공 응답, успех, успешный ответ
    """,
    Topic.ERRORS: """
        erreurs, erreur, réponses d'erreur, fehler, fehlerantwort, fehlerantworten, fehlermeldungen,
        mögliche fehler, mögliche fehlermeldungen, errores, respuestas de error, posibles errores,
        erros, erro, respostas de erro, エラー, エラーレスポンス, 오류, 에러, 오류 응답, 에러 응답, ошибки,
        ошибка
    """,
    Topic.FIELDS: """
        champs de la réponse, champs de réponse, éléments de réponse, attributs de la réponse,
        antwortfelder, antwortparameter, campos de la respuesta, campos de respuesta,
        elementos de respuesta, campos da resposta, レスポンスフィールド, レスポンスパラメータ, 응답 필드,
        응답 파라미터, поля ответа, параметры ответа
    """,
    Topic.STATUSES: """
        codes d'état, codes de statut, codes de réponse, codes d'erreur, statuscodes,
        http-statuscodes, fehlercodes, antwortcodes, códigos de estado, códigos de error,
        códigos de respuesta, códigos de status, códigos de erro, ステータスコード, エラーコード,
        レスポンスコード, 상태 코드, 오류 코드, 에러 코드, 응답 코드, коды ответа, коды ответов,
        коды состояния, коды ошибок
    """,
    Topic.STATUS: """
        code d'état, code de statut, statuscode, http-status, http-statuscode, código de estado,
        código http, httpステータス, http 상태 코드, код ответа, код состояния
    """,
    Topic.OTHER: """
        remarques, hinweise, anmerkungen, notas, レスポンスヘッダー, 備考, 注意, 응답 헤더, 참고, 비고,
        примечания
    """,
}
_COLUMNS: Final[Mapping[Role, str]] = {
    Role.NAME: """
        nom, paramètre, paramètres, champ, en-tête, clé, feld, feldname, kopfzeile, schlüssel,
        eigenschaft, nombre, parámetro, parámetros, campo, encabezado, cabecera, clave, propiedad,
        nome, parâmetro, cabeçalho, 名前, パラメータ, パラメーター, パラメータ名, パラメーター名, フィールド,
        フィールド名, ヘッダー, ヘッダ, ヘッダー名, キー, 項目, 項目名, 이름, 파라미터, 파라미터명, 매개변수,
        필드, 필드명, 헤더, 키, 변수명, 항목, имя, название, параметр, параметры, поле, заголовок, ключ
    """,
    Role.TYPE: """
        typ, datentyp, tipo, tipo de dato, tipo de datos, tipo de dado, 型, タイプ, データ型, 타입, 유형,
        자료형, 데이터 타입, тип, тип данных
    """,
    Role.REQUIRED: """
        obligatoire, requis, requise, pflicht, pflichtfeld, erforderlich, notwendig, obligatorio,
        obligatoria, requerido, requerida, obrigatório, 必須, 必須項目, 必要, 필수, 필수 여부, 필수여부,
        обязательный, обязательно, обязателен, обязательное, обязательность
    """,
    Role.DESCRIPTION: """
        signification, remarque, valeur, beschreibung, bedeutung, bemerkung, erklärung, wert,
        descripción, significado, valor, observaciones, descrição, 内容, 備考, 概要, 値, 설명, 내용,
        비고, 의미, 값, описание, значение, примечание, комментарий, 説明, 意味
    """,
    Role.LOCATION: "emplacement, ort, ubicación, localização, 場所, 위치, расположение",
    Role.STATUS: """
        code d'état, code http, statut, statuscode, status-code, http-status, código de estado,
        código http, estado, ステータスコード, ステータス, httpステータス, 상태 코드, 상태코드, код состояния,
        код ответа, статус, http-код
    """,
    Role.CODE: """
        code d'erreur, fehlercode, código, código de error, código de erro, コード, エラーコード, 코드,
        오류 코드, 에러 코드, код, код ошибки
    """,
    Role.METHOD: "méthode, methode, método, メソッド, 메서드, 메소드, метод",
    Role.ADDRESS: """
        chemin, adresse, point de terminaison, pfad, endpunkt, ruta, punto de acceso, caminho, rota,
        エンドポイント, パス, 엔드포인트, 경로, эндпоинт, путь, адрес
    """,
}
_TYPES: Final[Mapping[str, str]] = {
    "string": """
        chaîne, chaîne de caractères, texte, zeichenkette, cadena, cadena de texto, texto, 文字列,
        テキスト, 문자열, строка, текст
    """,
    "integer": "entier, ganzzahl, entero, inteiro, 整数値, 정수, целое, целое число",
    "number": "nombre, zahl, número, 数値, 숫자, число",
    "boolean": """
        booléen, booleen, wahrheitswert, boolesch, booleano, 真偽値, ブール値, ブーリアン, 불리언, 부울,
        булево, логический, логическое
    """,
    "object": "objet, objekt, objeto, オブジェクト, 객체, объект",
    "array": "tableau, liste, lista, arreglo, matriz, 配列, リスト, 배열, 목록, массив, список",
}

YES: Final = frozenset(
    "oui obligatoire requis requise ja pflicht erforderlich sí si obligatorio obligatoria requerido "
    "sim obrigatório はい 必須 必要 要 ○ 〇 ◯ 예 네 필수 o да обязательно обязательный".split()
)
NO: Final = frozenset(
    "non facultatif optionnel nein opcional não いいえ 任意 不要 省略可 オプション × 아니요 아니오 선택 "
    "нет необязательно необязательный опционально".split()
)
"""What cells say of whether something is required."""

SPOKEN_REQUIRED: Final = "obligatoire requis erforderlich obligatorio obrigatório 必須 필수".split()
SPOKEN_OPTIONAL: Final = "facultatif optionnel opcional 任意 선택".split()

LOCATIONS: Final[Mapping[str, Topic]] = {
    word: topic
    for topic, words in {
        Topic.HEADERS: "en-tête kopfzeile encabezado cabecera cabeçalho ヘッダー 헤더 заголовок",
        Topic.PATH: "chemin pfad ruta caminho パス 경로 путь",
        Topic.QUERY: "requête abfrage consulta クエリ 쿼리 запрос",
        Topic.BODY: "corps rumpf cuerpo corpo ボディ 본문 바디 тело",
    }.items()
    for word in words.split()
}
"""Where a parameter goes."""


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (" ".join(phrase.split()) for phrase in text.split(","))))


TOPICS: Final = {topic: _phrases(text) for topic, text in _TOPICS.items()}
COLUMNS: Final = {role: _phrases(text) for role, text in _COLUMNS.items()}
TYPES: Final = {name: _phrases(text) for name, text in _TYPES.items()}
"""What ``vocabulary`` and ``lexicon`` have in English and Chinese."""
