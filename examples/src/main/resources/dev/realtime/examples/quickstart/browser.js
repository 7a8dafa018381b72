import { connect } from "/realtime/client.js";
const rt = connect("/realtime");
rt.channel("chat/lobby").subscribe((message) => show(message.data));
await rt.channel("chat/lobby").publish("hi");
