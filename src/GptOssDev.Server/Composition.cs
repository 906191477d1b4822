using GptOssDev.Protocol;
using GptOssDev.Server.Handlers;
using GptOssDev.Server.Lifetime;
using GptOssDev.Server.Requests;

namespace GptOssDev.Server;

/// <summary>
/// The one place where the daemon's parts are made and wired. Made once at the start, cheaply (a model is loaded on demand);
/// disposed last, when no request runs any more.
/// </summary>
internal sealed class Composition : IAsyncDisposable
{
    private Composition(HandlerRegistry handlers, EngineView engine)
    {
        Handlers = handlers;
        Engine = engine;
    }

    public HandlerRegistry Handlers { get; }

    public EngineView Engine { get; }

    public static Composition Create(DaemonContext daemon)
    {
        var engine = new EngineView(
            () => new ModelStatus("", "", "", 0, 0, 0, "", 0, "unloaded"),
            () => 0,
            () => 0,
            _ => Task.CompletedTask
        );
        HandlerRegistry handlers = new HandlerRegistry()
            .Add(new StatusHandler(daemon, engine))
            .Add(new ShutdownHandler(daemon.Stop));
        return new Composition(handlers, engine);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
