// mock_issuer.mjs MODULE - runs the npm package oauth2-mock-server for a test
//
// Prints one line of JSON when it is up: its address, and its key's name and
// public half.  Ends when its input does.
import crypto from 'node:crypto';

const { OAuth2Server } = await import(process.argv[2]);
const server = new OAuth2Server();
const key = await server.issuer.keys.generate('RS256');

server.service.on('beforeTokenSigning', (token, request) => {
	token.payload.sub = 'complaints@mail.test';
	token.payload.aud = 'https://outlook.office365.com';
	token.payload.roles = ['IMAP.AccessAsApp', 'SMTP.SendAsApp'];
});
await server.start(0, '127.0.0.1');
const pem = crypto.createPublicKey({ key, format: 'jwk' })
	.export({ type: 'spki', format: 'pem' });
console.log(JSON.stringify({
	url: `http://127.0.0.1:${server.address().port}/token`,
	name: key.kid, public: pem,
}));
process.stdin.on('end', () => process.exit(0)).resume();
