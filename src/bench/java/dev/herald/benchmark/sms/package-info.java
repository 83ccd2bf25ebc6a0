/** SMS per second into an API that takes its time: Herald and twilio-java's default client. */
@NullMarked
package dev.herald.benchmark.sms;

import org.jspecify.annotations.NullMarked;
