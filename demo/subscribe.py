"""Prints alerts as they come. Run it in the repository's root: it reads the contract in proto/.

    python3 -m venv .venv && .venv/bin/pip install grpcio grpcio-tools
    .venv/bin/python demo/subscribe.py
"""

import sys

import grpc

sys.path.append("proto")
messages, services = grpc.protos_and_services("czujka/v1/alert_service.proto")
types = grpc.protos("czujka/v1/types.proto")

seen = 0  # The last number seen. Keep it, and nothing is lost or told twice after a restart.
with grpc.insecure_channel("127.0.0.1:7401") as channel:
    alerts = services.AlertServiceStub(channel)
    request = messages.SubscribeAlertsRequest(after_seq=seen)
    for response in alerts.SubscribeAlerts(request):
        if response.WhichOneof("event") == "alert":
            alert = response.alert
            seen = alert.seq
            kind = types.AlertKind.Name(alert.kind).removeprefix("ALERT_KIND_").lower()
            missing = ", ".join(alert.missing)
            print(seen, f"{alert.at_ms / 1000:.1f} s", alert.agent, alert.check, kind, missing, alert.heard, sep="\t", flush=True)
        elif response.WhichOneof("event") == "bookmark":
            seen = response.bookmark.seq
