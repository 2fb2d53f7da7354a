(ns dev.replboot.runtime.broken)

(defn- load-late []
  (throw (java.io.IOException. "jar is gone")))
