"""A gRPC client that is not ours, against a running server.

Usage: check.py HOST:PORT, with a journal that `tests/grpc/python.rs` has prepared: one call with the alerts
1 to 5, and one that is over and left a commitment; the sixth is raised once the first is acknowledged. Stubs are generated from proto/ here and now.
Ends with status 0 and the word "passed", or with the reason.
"""

import importlib
import pathlib
import sys
import tempfile

import grpc
from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)
from grpc_tools import protoc

PROTO = pathlib.Path(__file__).resolve().parents[2] / "proto"
SERVICES = [
    "czujka.v1.AlertService",
    "czujka.v1.CallService",
    "czujka.v1.CommitmentService",
    "czujka.v1.SummaryService",
]


def generate(folder):
    """Generates the stubs and imports them: messages and services by module."""
    files = sorted(str(path) for path in PROTO.glob("czujka/v1/*.proto"))
    well_known = pathlib.Path(protoc.__file__).parent / "_proto"
    arguments = ["protoc", f"-I{PROTO}", f"-I{well_known}", f"--python_out={folder}", f"--grpc_python_out={folder}"]
    if protoc.main(arguments + files) != 0:
        raise SystemExit("the stubs could not be generated from proto/")
    sys.path.insert(0, folder)
    services = ["alert_service", "call_service", "commitment_service", "summary_service"]
    names = [f"{service}_{kind}" for service in services for kind in ("pb2", "pb2_grpc")]
    return [importlib.import_module(f"czujka.v1.{name}") for name in names]


def expect(wanted, got, what):
    if wanted != got:
        raise SystemExit(f"{what}: wanted {wanted!r}, got {got!r}")


def refused(code, call):
    try:
        call()
    except grpc.RpcError as error:
        expect(code, error.code(), error.details())
        return error.details()
    raise SystemExit(f"nothing was refused, {code} was expected")


def check_health_and_reflection(channel):
    health = health_pb2_grpc.HealthStub(channel)
    for service in ["", *SERVICES]:
        answer = health.Check(health_pb2.HealthCheckRequest(service=service), timeout=10)
        expect(health_pb2.HealthCheckResponse.SERVING, answer.status, f"health of '{service}'")
    database = ProtoReflectionDescriptorDatabase(channel)
    listed = set(database.get_services())
    for service in [*SERVICES, "grpc.health.v1.Health"]:
        expect(True, service in listed, f"reflection lists {service}")
    pool = DescriptorPool(database)
    subscribe = pool.FindServiceByName("czujka.v1.AlertService").FindMethodByName("SubscribeAlerts")
    expect(True, subscribe.server_streaming, "SubscribeAlerts streams")
    seq = pool.FindMessageTypeByName("czujka.v1.Alert").fields_by_name["seq"]
    expect(FieldDescriptor.TYPE_INT64, seq.type, "type of seq")


def next_of(stream, kind):
    """The next event that is no bookmark; it must be of this kind."""
    for response in stream:
        if response.WhichOneof("event") != "bookmark":
            expect(kind, response.WhichOneof("event"), "event")
            return getattr(response, kind)
    raise SystemExit("the stream ended")


def check_subscription(alerts, messages):
    stream = alerts.SubscribeAlerts(messages.SubscribeAlertsRequest(after_seq=0), timeout=60)
    first = next(stream)
    expect(0, first.bookmark.seq, "the first response is a bookmark")
    got = [next_of(stream, "alert") for _ in range(5)]
    expect([1, 2, 3, 4, 5], [alert.seq for alert in got], "numbers")
    line = json_format.MessageToDict(got[0], preserving_proto_field_name=True)
    expect("wait_notice", line["check"], "check")
    expect("ALERT_KIND_NUDGE", line["kind"], "kind")
    expect("proszę chwileczkę zaczekać", line["heard"], "heard")
    expect({"quiet_ms": 6000, "steps": [1, "dwa", None]}, line["detail"], "detail")
    stream.cancel()

    resumed = alerts.SubscribeAlerts(messages.SubscribeAlertsRequest(after_seq=3), timeout=60)
    expect([4, 5], [next_of(resumed, "alert").seq for _ in range(2)], "numbers after 3")
    request = messages.AcknowledgeAlertRequest(name="alerts/1", by="kierowniczka", note="omówione")
    seen = alerts.AcknowledgeAlert(request, timeout=10)
    expect(["kierowniczka"], [word.by for word in seen.acknowledgements], "acknowledged by")
    expect(6, next_of(resumed, "alert").seq, "raised while listening")
    return resumed, got[0].call


def check_requests(alerts, calls, messages, call_messages, resumed, call):
    filtered = messages.AlertFilter(checks=["wait_notice"])
    page = alerts.ListAlerts(messages.ListAlertsRequest(filter=filtered, page_size=4), timeout=10)
    expect([6, 5, 4, 3], [alert.seq for alert in page.alerts], "first page")
    request = messages.ListAlertsRequest(filter=filtered, page_size=4, page_token=page.next_page_token)
    expect([2, 1], [alert.seq for alert in alerts.ListAlerts(request, timeout=10).alerts], "second page")

    wrong = messages.AlertFilter(checks=["curtsy"])
    details = refused(
        grpc.StatusCode.INVALID_ARGUMENT,
        lambda: alerts.ListAlerts(messages.ListAlertsRequest(filter=wrong), timeout=10),
    )
    expect(True, "filter.checks[0]" in details, details)
    beyond = messages.SubscribeAlertsRequest(after_seq=99)
    refused(grpc.StatusCode.OUT_OF_RANGE, lambda: next(alerts.SubscribeAlerts(beyond, timeout=10)))

    name = f"calls/{call}"
    got = calls.GetCall(call_messages.GetCallRequest(name=name), timeout=10)
    expect("+48855550123", got.remote_number, "number")
    calls.DeleteCall(call_messages.DeleteCallRequest(name=name), timeout=10)
    deleted = next_of(resumed, "call_deleted")
    expect((call, 7), (deleted.call, deleted.seq), "deletion")
    refused(
        grpc.StatusCode.NOT_FOUND,
        lambda: calls.GetCall(call_messages.GetCallRequest(name=name), timeout=10),
    )
    resumed.cancel()


def check_commitments(commitments, messages):
    request = messages.ListCommitmentsRequest(
        filter=messages.CommitmentFilter(states=[messages.Commitment.STATE_OPEN], extensions=["214"])
    )
    listed = commitments.ListCommitments(request, timeout=10).commitments
    expect(1, len(listed), "open commitments")
    owed = listed[0]
    expect(("callback_kept", "+48855550123", "za godzinę"), (owed.check, owed.remote_number, owed.said), "commitment")
    expect("2026-11-21T09:00:00Z", owed.due_time.ToJsonString(), "due")
    expect(False, owed.HasField("reached"), "nobody was reached yet")
    got = commitments.GetCommitment(messages.GetCommitmentRequest(name=owed.name), timeout=10)
    expect(owed, got, "the commitment by its name")
    for name, code in [
        ("commitments/1", grpc.StatusCode.INVALID_ARGUMENT),
        (owed.name.replace("callback_kept", "missed_call"), grpc.StatusCode.NOT_FOUND),
    ]:
        request = messages.GetCommitmentRequest(name=name)
        refused(code, lambda request=request: commitments.GetCommitment(request, timeout=10))


def check_summary(summaries, messages):
    request = messages.GetDailySummaryRequest(name="dailySummaries/2026-11-21")
    summary = summaries.GetDailySummary(request, timeout=10)
    expect([("bialystok", 1)], [(office.procedure, office.call_count) for office in summary.offices], "offices")
    checks = [(check.check, check.pending_count, check.kept_count) for check in summary.offices[0].checks]
    expect([("callback_kept", 1, 0)], checks, "checks")
    request = messages.GetDailySummaryRequest(name="dailySummaries/2026-11-22")
    expect([], list(summaries.GetDailySummary(request, timeout=10).offices), "offices of a day without calls")
    request = messages.GetDailySummaryRequest(name="dailySummaries/2026-02-30")
    refused(grpc.StatusCode.INVALID_ARGUMENT, lambda: summaries.GetDailySummary(request, timeout=10))


def main(address):
    with tempfile.TemporaryDirectory() as folder, grpc.insecure_channel(address) as channel:
        stubs = generate(folder)
        alert_messages, alert_services, call_messages, call_services = stubs[:4]
        commitment_messages, commitment_services, summary_messages, summary_services = stubs[4:]
        check_health_and_reflection(channel)
        alerts = alert_services.AlertServiceStub(channel)
        calls = call_services.CallServiceStub(channel)
        check_commitments(commitment_services.CommitmentServiceStub(channel), commitment_messages)
        check_summary(summary_services.SummaryServiceStub(channel), summary_messages)
        resumed, call = check_subscription(alerts, alert_messages)
        check_requests(alerts, calls, alert_messages, call_messages, resumed, call)
    print("passed")


if __name__ == "__main__":
    main(sys.argv[1])
