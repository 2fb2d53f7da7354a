(ns dev.replboot.testsupport.loaded-broken
  "Leaves a hit when it is loaded."
  (:import (dev.replboot.testsupport Hits)))

(Hits/hit 1)

(defn print-hit [value ^java.io.Writer writer & _]
  (Hits/hit 2)
  (.write writer (str value)))

(defn caught-hit [_]
  (Hits/hit 3))
