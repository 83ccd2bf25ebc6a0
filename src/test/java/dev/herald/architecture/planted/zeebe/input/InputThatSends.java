package dev.herald.architecture.planted.zeebe.input;

import dev.herald.architecture.planted.email.PlantedEmail;

final class InputThatSends {
    boolean isEmail(Object it) {
        return it instanceof PlantedEmail;
    }
}
