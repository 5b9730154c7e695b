package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import dev.sluice.app.lab.LabText;
import dev.sluice.lab.region.Lab;
import dev.sluice.lab.region.NodeStatus;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lab status}. */
@Command(
        name = "status",
        description = "Show every node: process, cables, configuration, addresses.")
final class LabStatusCommand implements Runnable {
    /** How it is shown. */
    enum Form {
        table,
        json
    }

    private final Terminal terminal;

    @Mixin LabOptions lab = new LabOptions();

    @Option(
            names = "-o",
            paramLabel = "table|json",
            description = "Form. Default: ${DEFAULT-VALUE}",
            defaultValue = "table")
    Form form = Form.table;

    LabStatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        List<NodeStatus> nodes = lab.with(Lab::status);
        switch (form) {
            case table -> LabText.table(terminal.out(), nodes);
            case json -> LabText.json(terminal.out(), nodes);
        }
    }
}
