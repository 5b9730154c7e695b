package dev.sluice.linux.netlink;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of a namespace: which table of routes is looked up for which packets. */
public final class Rules {
    private static final int SMALL_TABLES = 256;

    private final NetlinkSocket socket;

    Rules(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** All rules that look up a table, IPv4 then IPv6. */
    public List<Rule> all() {
        var request = new MessageWriter(Abi.RTM_GETRULE, Abi.NLM_F_DUMP);
        request.bytes(new byte[Abi.FIB_RULE_HDR_SIZE]);
        return socket.dump(request, "cannot list rules").stream()
                .filter(message -> message.type() == Abi.RTM_NEWRULE)
                .filter(message -> message.number1(Abi.FIB_RULE_HDR_ACTION) == Abi.FR_ACT_TO_TBL)
                .map(Rules::read)
                .toList();
    }

    public void add(Rule rule) {
        int flags = Abi.NLM_F_ACK | Abi.NLM_F_CREATE | Abi.NLM_F_EXCL;
        socket.change(write(Abi.RTM_NEWRULE, flags, rule), "cannot add the rule " + rule);
    }

    public void delete(Rule rule) {
        socket.change(write(Abi.RTM_DELRULE, Abi.NLM_F_ACK, rule), "cannot delete " + rule);
    }

    /**
     * struct fib_rule_hdr: family, destination prefix, source prefix, tos, table, two of nothing,
     * action, flags.
     */
    private static MessageWriter write(int type, int flags, Rule rule) {
        var request = new MessageWriter(type, flags);
        int table = rule.table() < SMALL_TABLES ? rule.table() : 0;
        request.number1(family(rule)).number1(rule.destinationPrefix());
        request.number1(rule.sourcePrefix()).number1(0).number1(table).number2(0);
        request.number1(Abi.FR_ACT_TO_TBL).number4(0);
        request.attribute(Abi.FRA_TABLE, rule.table()).attribute(Abi.FRA_PRIORITY, rule.priority());
        address(request, Abi.FRA_SRC, rule.source());
        address(request, Abi.FRA_DST, rule.destination());
        if (!rule.input().isEmpty()) {
            request.attribute(Abi.FRA_IIFNAME, rule.input());
        }
        return request;
    }

    private static int family(Rule rule) {
        boolean ipv6 =
                rule.source() instanceof Inet6Address || rule.destination() instanceof Inet6Address;
        return ipv6 ? Abi.AF_INET6 : Abi.AF_INET;
    }

    private static void address(MessageWriter request, int type, @Nullable InetAddress address) {
        if (address != null) {
            request.attribute(type, address);
        }
    }

    private static Rule read(Message message) {
        Attributes attributes = message.attributes(Abi.FIB_RULE_HDR_SIZE);
        int table = attributes.number4(Abi.FRA_TABLE);
        return new Rule(
                attributes.number4(Abi.FRA_PRIORITY),
                table == 0 ? message.number1(Abi.FIB_RULE_HDR_TABLE) : table,
                attributes.address(Abi.FRA_SRC),
                message.number1(Abi.FIB_RULE_HDR_SRC_LEN),
                attributes.address(Abi.FRA_DST),
                message.number1(Abi.FIB_RULE_HDR_DST_LEN),
                attributes.text(Abi.FRA_IIFNAME));
    }
}
