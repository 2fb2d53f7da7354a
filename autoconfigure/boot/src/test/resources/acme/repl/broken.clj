(ns acme.repl.broken) (throw (IllegalStateException. "no luck"))
