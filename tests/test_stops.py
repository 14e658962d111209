import pytest

from stopgen.stops import Stops, Subject, judge

# Operations as public interfaces name them: method, path | operationId | summary | description.
STOP_WHAT_RUNS = """
POST /v1/responses/{response_id}/cancel | cancelResponse | Cancel a response
POST /v1/threads/{thread_id}/runs/{run_id}/cancel | cancelRun | Cancel a run
POST /v1/batches/{batch_id}/cancel | cancelBatch | Cancel batch
POST /v1/fine_tuning/jobs/{fine_tuning_job_id}/cancel | cancelFineTuningJob | Cancel fine-tuning
POST /v1/evals/{eval_id}/runs/{run_id} | cancelEvalRun | Cancel eval run
POST /v1/messages/batches/{message_batch_id}/cancel | cancel_message_batch | Cancel a Message Batch
POST /predictions/{prediction_id}/cancel | predictions.cancel | Cancel a prediction
POST /v2/{endpoint_id}/cancel/{job_id} | | Cancel a job
POST /v1/convai/batch-calling/{batch_id}/cancel | cancel_batch_call | Cancel Batch Call
POST /interrupt | | Interrupt Processing
POST /v1/chat/stop | | Stop the answer
POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel | actions/cancel-workflow-run | Cancel a workflow run
POST /repos/{owner}/{repo}/actions/runs/{run_id}/force-cancel | actions/force-cancel-workflow-run | Force cancel a run
POST /repos/{owner}/{repo}/pages/deployments/{id}/cancel | repos/cancel-pages-deployment | Cancel a Pages deployment
POST /projects/{id}/jobs/{job_id}/cancel | postApiV4ProjectsIdJobsJobIdCancel | Cancel a specific Job of a project
POST /projects/{id}/pipelines/{pipeline_id}/cancel | | Cancel all builds in the pipeline
POST /projects/{id}/environments/{environment_id}/stop | | Stop an environment
POST /workflow/{id}/cancel | cancelWorkflow | Cancel a workflow
POST /apps/{app-slug}/builds/{build-slug}/abort | build-abort | Abort a specific build
PUT /organizations/{org}/pipelines/{pipeline}/builds/{number}/cancel | | Cancel a build
POST /2.1/jobs/runs/cancel-all | JobsRunsCancelAll | Cancel all runs of a job
POST /2.0/sql/warehouses/{id}/stop | | Stop a warehouse
POST /api/v2/statements/{statementHandle}/cancel | CancelStatement | Cancels the execution of a statement
POST /_tasks/{task_id}/_cancel | tasks.cancel | Cancel a task
POST /_ml/datafeeds/{datafeed_id}/_stop | ml-stop-datafeed | Stop datafeeds
POST /_ilm/stop | ilm.stop | Stop the plugin
POST /v1/{name=operations/**}:cancel | Operations_CancelOperation |
POST /v1/{+name}:cancel | datalabeling.projects.operations.cancel |
POST /compute/v1/projects/{project}/zones/{zone}/instances/{instance}/stop | compute.instances.stop |
POST /sql/v1beta4/projects/{project}/operations/{operation}/cancel | sql.operations.cancel |
POST /#Action=StopInstances | POST_StopInstances | | Stops an Amazon EBS-backed instance.
GET /#Action=StopInstances | GET_StopInstances | | Stops an Amazon EBS-backed instance.
POST /#X-Amz-Target=CodeBuild_20161006.StopBuild | StopBuild | | Attempts to stop running a build.
POST /#X-Amz-Target=AmazonSSM.CancelCommand | CancelCommand |
POST /v1/canceljob | CancelJob |
DELETE /jobs/{jobId} | | Cancels a job
DELETE /exec/{id} | killExecution | Kill an execution
DELETE /v1/crawl/{id} | cancelCrawl | Cancel a crawl job
POST /libpod/pods/{name}/kill | PodKillLibpod | Kill a pod
POST /nodes/{node}/qemu/{vmid}/status/stop | | Stop virtual machine
POST /v1/apps/{app_name}/machines/{machine_id}/stop | Machines_stop | Stop Machine
PUT /live-streams/{LIVE_STREAM_ID}/stop | | Stop a live stream
POST /calls/{call_control_id}/actions/record_stop | stopCallRecord | Recording stop
POST /calls/{call_control_id}/actions/playback_stop | stopCallPlayback | Stop audio playback
POST /v2/archive/{archiveId}/stop | stopArchive | Stop archive
POST /actor-runs/{runId}/abort | actorRun_abort_post | Abort run
POST /executions/{id}/stop | | Stop Execution
POST /abtests/{id}/stop | stopABTest | Stop an A/B test
POST /api/v2/migrations/{id}/abort | |
POST /subscriptions/{subscriptionId}/providers/Microsoft.X/factories/{f}/cancelpipelinerun/{runId} | |
POST /run/{run_id}:halt | |
POST /v1/stop/{id} | |
POST /stopTask/{task_id} | |
POST /bots/grid/{id}/stop | stopGridBot | Stop a grid bot
POST /mower/actions/stop | | Stop the mower
POST /packetCaptures/{packetCaptureName}/stop | PacketCaptures_Stop | | Stops a specified packet capture session.
POST /webApps/{name}/stop | WebApps_Stop | Stops an app.
POST /chargepoints/{id}/charging/stop | | Stop charging
POST /v1/workspaces/{id}/runs/{run_id}/actions/cancel | | Cancel a Run
GET /v1/jobs/cancel/ | | Cancel job | Cancel execution of job
POST /servers/{id}/shutdown | | Stop Server
POST /v1/workflows/{id}/x | | 停止工作流运行
POST /messages/{id}/stop | | 停止响应
POST /v1/tasks/{id}/cancel | | 取消任务
POST /jobs/{id} | | ジョブのキャンセル
POST /jobs/{id} | | 작업 취소
POST /v1/taches/{id} | | Annuler la tâche
POST /v1/tareas/{id} | | Detener la ejecución
POST /v1/aufgaben/{id} | | Beenden der Ausführung
POST /v1/tasks/{id} | | Остановить задачу
POST /v1/tasks/{id} | | Cancelar uma tarefa em execução
"""

MAY_STOP_WHAT_RUNS = """
POST /v1/uploads/{upload_id}/cancel | cancelUpload | Cancel upload
DELETE /{Bucket}/{Key}#uploadId | AbortMultipartUpload |
POST /v1/messages/{id}/cancel | | Cancel a message
POST /droplets/{id}/actions/power_off | | Power off a droplet
POST /calls/{id}/actions/hangup | CallHangup | Hang up
PUT /meetings/{meetingId}/end | | End a meeting session
POST /v1/sessions/{id}/close | closeSession | Close a session
POST /system/shutdown | | Shut down the system
POST /rides/{id}/cancel | | Cancel a ride
DELETE /v2/pods/{id} | deletePod | Terminate a pod
POST /foos/{id}/cancel | | Cancel a foo
POST /payment-sessions/{id}/cancel | |
GET /foo/stop | | Stop a foo
POST /api/cancel | |
POST /v1/servers/{id}/cancel | | Cancel a server
"""

DO_NOT = """
POST /v1/subscriptions/{id}/cancel | cancelSubscription | Cancel a subscription
DELETE /v1/subscriptions/{id} | DeleteSubscriptionsId | Cancel a subscription
POST /v1/payment_intents/{intent}/cancel | PostPaymentIntentsIntentCancel | Cancel a PaymentIntent
POST /v1/payouts/{payout}/cancel | |
POST /orders/{order_id}/cancel.json | cancelOrder | Cancels an order
DELETE /api/v3/order | cancelOrder | Cancel Order (TRADE)
DELETE /v2/orders/{id} | | Cancel an open order
POST /v2/invoicing/invoices/{invoice_id}/cancel | invoices.cancel | Cancel sent invoice
POST /v2/bookings/{booking_id}/cancel | CancelBooking |
POST /scheduled_events/{uuid}/cancellation | | Cancel Event
POST /fulfillment_orders/{id}/cancel.json | |
POST /v3/invitations/{id}/cancel | | Cancel an invitation
POST /envelopes/{id}/terminate | |
POST /employees/{id}/terminate | | Terminate an employee
POST /v1/leases/{id}/terminate | terminateLease |
POST /transfers/{id}/cancel | | Cancel a transfer
POST /appointments/cancel | | 取消预约
POST /v1/order/cancel | | Отменить заказ
POST /v1/follow/cancel | | 取消关注
POST /cartes | | Annuler la commande
GET /StopPoint/{id}/Arrivals | StopPoint_Arrivals |
GET /stops/{stop_id} | getStop | Get a stop
GET /stop/{stop_id} | stop | Retrieve a stop
PUT /stop/{stop_id} | updateStop | Update a stop
POST /routes/{id}/stop | | Add a stop
POST /v2/stops | createStop | Create stops
POST /v5/position/trading-stop | | Set Trading Stop
POST /stop-loss | stopLoss | Place a stop-loss
PUT /stopwords | setStopWords | Update stop words
DELETE /indexes/{uid}/settings/stop-words | | Reset stop words
POST /jobs/{id}/uncancel | |
POST /runs/{id}/cancel/undo | |
POST /workflows/{id}/resume | | Resume a stopped workflow
POST /reset | | Reset interrupted runs
GET /jobs/cancelled | listCancelledJobs | List cancelled jobs
GET /jobs/{id}/cancel | getCancelStatus | Status of the cancellation
GET /v1/cancellations | | Cancellations
POST /cancellations | createCancellation | Create a cancellation
POST /keys/{id}/cancelDeletion | CancelKeyDeletion | Cancel key deletion
DELETE /jobs/{id}/stop | |
DELETE /jobs/{id} | deleteJob | Delete a job | Stops the job and deletes it.
POST /containers/prune | ContainerPrune | Delete stopped containers
POST /jobs/{id}/pause | | Pause a job
POST /jobs | createJob | Create a job | Cancel it with the other call.
POST /end-users | createEndUser |
POST /endpoints | |
POST /tickets/{id}/close | | Close a ticket
POST /positions/close | | Close a position
POST /v1/accounts/{id}/cancel | cancelAccount | Cancel account
POST /settings/auto-stop | |
PUT /settings/cancel-policy | |
POST /v1/killer/stoppage | |
POST /v1/terminatedtasks | |
HEAD /jobs/{id}/cancel | cancelJob | Cancel a job
OPTIONS /jobs/{id}/cancel | |
"""


def subjects(table: str) -> list[Subject]:
    return [_subject(line) for line in table.strip().splitlines()]


def _subject(line: str) -> Subject:
    call, *said = (part.strip() for part in line.split("|"))
    method, path = call.split(maxsplit=1)
    operation_id, summary, description = ([part or None for part in said] + [None] * 3)[:3]
    return Subject(method, path, operation_id, summary, description)


def name(subject: Subject) -> str:
    return (
        f"{subject.method} {subject.path} {subject.operation_id or subject.summary or ''}".strip()
    )


@pytest.mark.parametrize("subject", subjects(STOP_WHAT_RUNS), ids=name)
def test_stopping_what_runs_is_found(subject: Subject) -> None:
    assert judge(subject) is Stops.YES


@pytest.mark.parametrize("subject", subjects(MAY_STOP_WHAT_RUNS), ids=name)
def test_what_can_be_argued_about_is_offered(subject: Subject) -> None:
    assert judge(subject) is Stops.MAYBE


@pytest.mark.parametrize("subject", subjects(DO_NOT), ids=name)
def test_everything_else_is_left_alone(subject: Subject) -> None:
    assert judge(subject) is None
