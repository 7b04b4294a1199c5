%% In every image: tells init which modules came with it, so that code:which/1 and its kin know their files.
-module(ling_image).
-export([loaded/1]).

%% Called by the boot script, in the process that reads it: init takes such a message from nobody else.
loaded(Modules) ->
    init ! {self(), loaded, Modules},
    ok.
