curl -d '"hi"' -H 'content-type: application/json' localhost:8080/realtime/channels/chat/lobby
curl 'localhost:8080/realtime/channels/chat/lobby?after=earliest'
curl -N -H 'accept: text/event-stream' localhost:8080/realtime/channels/chat/lobby
curl -I localhost:8080/realtime/channels/chat/lobby
curl localhost:8080/realtime/status
