(ns repl.kit
  "What a user finds in the namespace user, put together of parts: the namespaces below this
  one. What isn't needed to open a REPL is loaded afterwards, on another thread.")

(defn- load-late
  "Called by the runtime, with user as the current namespace."
  []
  (require 'repl.kit.parts)
  ((resolve 'repl.kit.parts/load-all!) *ns*))
