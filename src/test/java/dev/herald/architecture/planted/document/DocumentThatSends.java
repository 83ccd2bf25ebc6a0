package dev.herald.architecture.planted.document;

import dev.herald.architecture.planted.email.PlantedEmail;

final class DocumentThatSends {
    boolean isEmail(Object it) {
        return it instanceof PlantedEmail;
    }
}
