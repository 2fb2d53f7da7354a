(ns repl.kit.security
  "Acting as another principal."
  (:require [repl.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.security SecurityHost)
           (java.util.concurrent Callable)))

(defn run-as*
  "What run-as does, as a function.

  (run-as* [\"ann\" \"ROLE_X\"] (fn [] 42)) => 42"
  [who body]
  (let [[name & authorities] (if (sequential? who) who [who])]
    (.run ^SecurityHost (.host ^KitParts repl.host/parts "security")
          (convert/text name) (mapv convert/text authorities) ^Callable body)))

(defmacro run-as
  "Evaluates the body as another principal, given by a name and authorities. Without authorities, uses
  those that the application's UserDetailsService returns for the name. The call is recorded. Threads that
  the body starts aren't affected, and neither is code that asks Reactor's context for the principal.

  (run-as [\"ann\" \"ROLE_X\"] (call :get \"/orders/1\")) => {:status 200, …}
  (run-as \"viewer\" (+ 40 2)) => 42"
  [who & body]
  `(run-as* ~who (fn [] ~@body)))
