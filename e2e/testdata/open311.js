// Drives the open311 client of others against a running server and prints what came back. Arguments: address of the
// server, a key, a token.
const Open311 = require('open311');
const [base, key, token] = process.argv.slice(2);

const make = (apiKey) => new Open311({
  discovery: base + '/open311/discovery.json', endpoint: base + '/open311/v2/', jurisdiction: 'vn-19', apiKey, format: 'json',
});
const ask = (client, method, ...args) => new Promise((done) => {
  client[method](...args, (failed, data) => done({failed: failed || null, data}));
});
const filing = {
  service_code: 'chieu_sang', description: 'Bóng đèn trước cổng trường bị cháy hai tuần nay.', lat: 22.1658, long: 105.8498,
  first_name: 'Tèo', last_name: 'Nguyễn Văn', attributes: {kind: 'feedback'},
};

(async () => {
  const client = make(key);
  const out = {};
  out.discovery = await ask(client, 'serviceDiscovery', {cache: true});
  out.endpoint = client.endpoint;
  out.services = await ask(client, 'serviceList');
  out.definition = await ask(client, 'serviceDefinition', 'chieu_sang');
  out.requests = await ask(client, 'serviceRequests', {status: 'closed', start_date: process.env.START, end_date: process.env.END});
  out.filed = await ask(client, 'submitRequest', filing);
  out.emergency = await ask(client, 'submitRequest', {...filing, description: 'Cháy nhà, có người mắc kẹt, cứu với!'});
  out.denied = await ask(make('dl_wrong'), 'submitRequest', filing);
  out.token = await ask(client, 'token', token);
  const first = out.requests.data && out.requests.data[0];
  out.one = await ask(client, 'serviceRequest', first ? first.service_request_id : 'none', {});
  out.hidden = await ask(client, 'serviceRequest', out.filed.data ? out.filed.data[0].service_request_id : 'none', {});
  console.log(JSON.stringify(out));
})();
