package dev.herald.benchmark.cost;

/** A service task with the variables that such a task has. */
enum Task {
    EMAIL("email",
            """
                {"recipient": "Jane Doe <jane@acme.example>", "subject": "Your order {{orderId}}", "requiredParams": "orderId, name",
                 "body": "<html><body><h1>Dear {{name}}</h1><p>your order <b>{{orderId}}</b> has left our house.</p>\
                <table><tr><th>Item</th><th>Price</th></tr><tr><td>Typewriter</td><td>120.00</td></tr>\
                <tr><td>Ribbon</td><td>7.50</td></tr></table><p>Follow it <a href=\\"https://acme.example/o/4711\\">here</a>.</p>\
                <p>We are glad that you chose us, and hope to see you again.</p></body></html>",
                 "orderId": "4711", "name": "Jane", "customer": {"id": 815, "segment": "B", "since": "2019-04-01"}}"""), SMS(
                    "SMS",
                    """
                        {"phoneNumber": "+15551234567", "message": "Your order {{orderId}} has left our house today.",
                         "requiredParams": "orderId", "orderId": "4711", "customer": {"id": 815, "segment": "B", "since": "2019-04-01"}}""");

    private final String label;
    private final String variables;

    Task(String label, String variables) {
        this.label = label;
        this.variables = variables;
    }

    String label() {
        return label;
    }

    /** As JSON. */
    String variables() {
        return variables;
    }
}
