(ns dev.replboot.runtime.no-kit "A kit with nothing in it.")
