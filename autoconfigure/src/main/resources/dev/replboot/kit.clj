(ns dev.replboot.kit
  "What a user finds inside the REPL.")
