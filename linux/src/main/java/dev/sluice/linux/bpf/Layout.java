package dev.sluice.linux.bpf;

/**
 * Where the fields of {@code union bpf_attr} and of what it points to lie, in bytes, and the
 * numbers of the commands: include/uapi/linux/bpf.h. A test compares each with what a C program
 * printed.
 */
final class Layout {
    static final int SIZE = 144;

    // Of BPF_MAP_CREATE.
    static final int MAP_TYPE = 0;
    static final int MAP_KEY_SIZE = 4;
    static final int MAP_VALUE_SIZE = 8;
    static final int MAP_MAX_ENTRIES = 12;
    static final int MAP_FLAGS = 16;
    static final int MAP_NAME = 28;
    static final int MAP_BTF_FD = 48;
    static final int MAP_BTF_KEY = 52;
    static final int MAP_BTF_VALUE = 56;

    // Of the commands on an element of a map.
    static final int ELEMENT_MAP = 0;
    static final int ELEMENT_KEY = 8;
    static final int ELEMENT_VALUE = 16;
    static final int ELEMENT_NEXT_KEY = 16;
    static final int ELEMENT_FLAGS = 24;

    // Of BPF_PROG_LOAD.
    static final int PROGRAM_TYPE = 0;
    static final int PROGRAM_COUNT = 4;
    static final int PROGRAM_INSTRUCTIONS = 8;
    static final int PROGRAM_LICENSE = 16;
    static final int PROGRAM_LOG_LEVEL = 24;
    static final int PROGRAM_LOG_SIZE = 28;
    static final int PROGRAM_LOG = 32;
    static final int PROGRAM_NAME = 48;
    static final int PROGRAM_ATTACH_TYPE = 68;

    // Of BPF_OBJ_PIN and BPF_OBJ_GET.
    static final int PIN_PATH = 0;
    static final int PIN_OBJECT = 8;

    // Of BPF_PROG_TEST_RUN.
    static final int RUN_PROGRAM = 0;
    static final int RUN_RESULT = 4;
    static final int RUN_IN_SIZE = 8;
    static final int RUN_OUT_SIZE = 12;
    static final int RUN_IN = 16;
    static final int RUN_OUT = 24;
    static final int RUN_REPEAT = 32;
    static final int RUN_DURATION = 36;
    static final int RUN_CONTEXT_SIZE = 40;
    static final int RUN_CONTEXT = 48;
    static final int RUN_FLAGS = 64;
    static final int RUN_BATCH = 72;

    // Of BPF_OBJ_GET_INFO_BY_FD.
    static final int OBJECT_FD = 0;
    static final int OBJECT_SIZE = 4;
    static final int OBJECT_TO = 8;

    // Of BPF_LINK_CREATE.
    static final int LINK_PROGRAM = 0;
    static final int LINK_TARGET = 4;
    static final int LINK_ATTACH_TYPE = 8;
    static final int LINK_FLAGS = 12;

    // Of BPF_LINK_UPDATE.
    static final int UPDATE_LINK = 0;
    static final int UPDATE_PROGRAM = 4;

    // Of BPF_LINK_DETACH.
    static final int DETACH_LINK = 0;

    // Of BPF_BTF_LOAD.
    static final int BTF_BYTES = 0;
    static final int BTF_SIZE = 16;

    // In struct bpf_prog_info.
    static final int OF_PROGRAM_ID = 4;
    static final int OF_PROGRAM_NAME = 64;

    // In struct bpf_map_info.
    static final int OF_MAP_TYPE = 0;
    static final int OF_MAP_ID = 4;
    static final int OF_MAP_KEY_SIZE = 8;
    static final int OF_MAP_VALUE_SIZE = 12;
    static final int OF_MAP_MAX_ENTRIES = 16;
    static final int OF_MAP_FLAGS = 20;
    static final int OF_MAP_NAME = 24;

    // In struct bpf_link_info.
    static final int OF_LINK_TYPE = 0;
    static final int OF_LINK_ID = 4;
    static final int OF_LINK_PROGRAM_ID = 8;
    static final int OF_LINK_IFINDEX = 16;
    static final int OF_LINK_CGROUP_ID = 16;

    // Commands.
    static final int COMMAND_MAP_CREATE = 0;
    static final int COMMAND_MAP_LOOKUP = 1;
    static final int COMMAND_MAP_UPDATE = 2;
    static final int COMMAND_MAP_DELETE = 3;
    static final int COMMAND_MAP_NEXT_KEY = 4;
    static final int COMMAND_PROGRAM_LOAD = 5;
    static final int COMMAND_PIN = 6;
    static final int COMMAND_OPEN = 7;
    static final int COMMAND_TEST_RUN = 10;
    static final int COMMAND_DESCRIBE = 15;
    static final int COMMAND_BTF_LOAD = 18;
    static final int COMMAND_LINK_CREATE = 28;
    static final int COMMAND_LINK_UPDATE = 29;
    static final int COMMAND_LINK_DETACH = 34;

    // Flags and kinds.
    static final int RUN_LIVE_FRAMES = 2;
    static final int LINK_BEFORE = 1 << 3;
    static final int LINK_TYPE_CGROUP = 3;
    static final int LINK_TYPE_XDP = 6;
    static final int UPDATE_ANY = 0;

    private Layout() {}
}
