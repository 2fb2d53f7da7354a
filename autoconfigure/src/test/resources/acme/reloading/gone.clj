(ns acme.reloading.gone)
