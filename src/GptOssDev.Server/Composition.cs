using GptOssDev.Client.Settings;
using GptOssDev.CodeModel.Projects;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Ask;
using GptOssDev.Features.Bench;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Completion.Typing;
using GptOssDev.Features.Evaluation;
using GptOssDev.Features.Explain;
using GptOssDev.Features.Generate;
using GptOssDev.Features.Refactor;
using GptOssDev.Features.Review;
using GptOssDev.Protocol;
using GptOssDev.Server.Completion;
using GptOssDev.Server.Connections;
using GptOssDev.Server.Handlers;
using GptOssDev.Server.Handlers.Lsp;
using GptOssDev.Server.Lifetime;
using GptOssDev.Server.Models;
using GptOssDev.Server.Requests;
using GptOssDev.Server.Stats;
using GptOssDev.Server.Workspaces;

namespace GptOssDev.Server;

/// <summary>
/// The one place where the daemon's parts are made and wired. Made once at the start, cheaply (a model is loaded on demand);
/// disposed last, when no request runs any more.
/// </summary>
internal sealed class Composition : IAsyncDisposable
{
    private const int MaxWorkspaces = 4;
    private readonly EngineHost _models;
    private readonly WorkspaceHost _projects;
    private readonly TypingDesk _typing;
    private readonly StatsStore _counters;

    private Composition(
        HandlerRegistry handlers,
        EngineHost models,
        WorkspaceHost projects,
        EngineView engine,
        TypingDesk typing,
        StatsStore counters
    )
    {
        _typing = typing;
        _counters = counters;
        Handlers = handlers;
        _models = models;
        _projects = projects;
        Engine = engine;
    }

    public HandlerRegistry Handlers { get; }

    public EngineView Engine { get; }

    public static Composition Create(DaemonContext daemon, ResolvedSettings settings)
    {
        var models = new EngineHost(daemon, settings);
        EngineView view = models.View;
        var engine = new DefaultModelEngine(models.Engine, models.DefaultModel);
        var projects = new WorkspaceHost(
            new WorkspaceLimits(MaxWorkspaces) { MemoryBytes = settings.WorkspaceMemoryBytes },
            daemon.Time
        );
        var workspaces = new RequestWorkspaces(
            projects,
            Path.Join(daemon.Folders.Cache, "projects"),
            // A folder of the user's choice counts alone, so that one of several SDKs can be named.
            daemon.Environment.Read("GPTOSS_DOTNET")
                is { } folder
                ? new DotnetSearch(null, folder, [])
                : null,
            settings.Framework
        );
        var held = new WorkspaceView(projects, settings.WorkspaceMemoryBytes);
        var verifier = new Verifier(daemon.Time);
        var completion = new CompletionFeature(engine, new CompletionVerifier(daemon.Time), daemon.Time);
        var counters = new StatsStore(Path.Join(daemon.Folders.State, "stats.json"), daemon.Log, daemon.Time);
        var stats = new CompletionStats(counters);
        var typing = new TypingDesk(
            new TypingSessions(completion, new TypingOptions(settings.CompletionPause, settings.CompletionPrefetch)),
            new SuggestionLedger(stats, daemon.Time),
            new CompletionSwitches(root => RepositorySettings(daemon, settings, root), daemon.Time)
        );
        var accepted = new AcceptedHandler(typing.Ledger);
        HandlerRegistry handlers = new HandlerRegistry()
            .Add(new StatusHandler(daemon, view, held))
            .Add(new ShutdownHandler(daemon.Stop))
            .Add(new DoctorHandler(models, daemon, held))
            .Add(new CompleteHandler(workspaces, completion, stats, daemon.Time))
            .Add<AcceptedParams, EmptyResult>(accepted)
            .Add<AcceptedParams>(accepted)
            .Add(new StatsHandler(stats))
            .Add(new EvalHandler(workspaces, new CompletionEvaluation(engine, completion, daemon.Time)))
            .Add(new ExplainHandler(workspaces, new ExplainFeature(engine, daemon.Time)))
            .Add(new AskHandler(workspaces, new AskFeature(engine, daemon.Time)))
            .Add(new RefactorHandler(workspaces, new RefactorFeature(engine, verifier, daemon.Time)))
            .Add(new ReviewHandler(workspaces, new ReviewFeature(engine, daemon.Time)))
            .Add(new GenerateHandler(new GenerateFeature(engine, daemon.Time)))
            .Add(new BenchHandler(new BenchFeature(engine, daemon.Time)))
            .Add(new ModelListHandler(models))
            .Add(new ModelInspectHandler(models))
            .Add(new ModelLoadHandler(models))
            .Add(new ModelUnloadHandler(models))
            .Add(new InitializeHandler())
            .Add(new LspShutdownHandler(typing))
            .Add(new InlineCompletionHandler(workspaces, typing, stats, daemon.Time))
            .Add(new InitializedHandler())
            .Add(new DidOpenHandler())
            .Add(new DidChangeHandler(typing))
            .Add(new DidCloseHandler(typing));
        return new Composition(handlers, models, projects, view, typing, counters);
    }

    /// <summary>A client's connection has ended: nothing goes on for it.</summary>
    public void ClientLeft(ClientSession session) => _typing.Left(session);

    // A repository's broken file must not take suggestions away; the command line tells what is wrong with it.
    private static ResolvedSettings RepositorySettings(DaemonContext daemon, ResolvedSettings usual, string? root)
    {
        try
        {
            string user = UserFiles.Settings(daemon.Folders);
            return ResolvedSettings.Resolve(new SettingsSources(user, root, daemon.Environment.Read));
        }
        catch (SettingsException)
        {
            return usual;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _counters.Dispose();
        await _projects.DisposeAsync();
        await _models.DisposeAsync();
    }
}
