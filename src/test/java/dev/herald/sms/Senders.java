package dev.herald.sms;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings as an operator writes them, bound as in production. */
final class Senders {
    static final String ACCOUNT_SID = "AC" + "0".repeat(32);
    static final String SERVICE_SID = "MG" + "0".repeat(32);
    static final String FROM = "+15557654321";

    private final Map<String, String> properties = new HashMap<>();

    /** One sender named {@code default} with an auth token and a number. */
    static Senders oneAt(URI baseUrl) {
        return none().with("default", "account-sid", ACCOUNT_SID).with("default", "auth-token", "secret-token")
                .with("default", "from", FROM).with("default", "base-url", baseUrl.toString());
    }

    static Senders one() {
        return oneAt(URI.create("http://127.0.0.1:1"));
    }

    static Senders none() {
        return new Senders();
    }

    Senders with(String sender, String property, String value) {
        return set("senders." + sender + "." + property, value);
    }

    /** A property of the sender named {@code default}. */
    Senders with(String property, String value) {
        return with("default", property, value);
    }

    Senders without(String property) {
        properties.remove("herald.sms.senders.default." + property);
        return this;
    }

    /** A property below {@code herald.sms}. */
    Senders set(String property, String value) {
        properties.put("herald.sms." + property, value);
        return this;
    }

    SmsSettings settings() {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("herald.sms",
                SmsSettings.class);
    }
}
