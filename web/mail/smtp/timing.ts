/** How long each step of a send may take, in milliseconds, and how many connections one account may hold. */
export type SmtpTiming = {
  /** DNS, TCP and TLS together. */
  connectMs: number;
  greetingMs: number;
  /** Silence in the middle of a talk. */
  silenceMs: number;
  /** One mail over an open connection, whatever the server trickles. RFC 5321 asks for patience after the final dot. */
  deadlineMs: number;
  /** An unused connection is closed after so long, before the server does it. */
  idleMs: number;
  /** Waiting for one of the account's connections. */
  queueMs: number;
  connectionsPerAccount: number;
  mailsPerConnection: number;
};

/** For real servers: patient, yet a job's lease outlasts one send. */
export const SMTP_TIMING: SmtpTiming = {
  connectMs: 20_000,
  greetingMs: 20_000,
  silenceMs: 60_000,
  deadlineMs: 120_000,
  idleMs: 20_000,
  queueMs: 120_000,
  connectionsPerAccount: 3,
  mailsPerConnection: 100,
};
