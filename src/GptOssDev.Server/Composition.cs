using GptOssDev.Client.Settings;
using GptOssDev.CodeModel.Projects;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Contracts;
using GptOssDev.Features.Chat;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Completion.Sessions;
using GptOssDev.Features.Evaluation;
using GptOssDev.Features.Explain;
using GptOssDev.Features.Generation;
using GptOssDev.Features.Refactor;
using GptOssDev.Features.Review;
using GptOssDev.Inference;
using GptOssDev.Server.Completion;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Explain;
using GptOssDev.Server.Generation;
using GptOssDev.Server.Host;
using GptOssDev.Server.Models;
using GptOssDev.Server.Models.Scripted;
using GptOssDev.Server.Progress;
using GptOssDev.Server.Refactor;
using GptOssDev.Server.Review;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Session;
using GptOssDev.Server.Stats;
using GptOssDev.Server.Status;
using Microsoft.Extensions.Logging;

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
    private readonly InlineCompletionService _typing;
    private readonly StatsStore _counters;

    private Composition(
        HandlerRegistry handlers,
        EngineHost models,
        WorkspaceHost projects,
        EngineStatusSource engine,
        InlineCompletionService typing,
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

    public EngineStatusSource Engine { get; }

    public static Composition Create(DaemonContext daemon, ResolvedSettings settings)
    {
        var models = new EngineHost(daemon, settings);
        var engine = ChosenEngine(daemon, models);
        var view = models.ViewOf(engine);
        var reports = new WorkDoneReporter(view, daemon.Time);
        var projects = new WorkspaceHost(
            new WorkspaceLimits(MaxWorkspaces) { MemoryBytes = settings.WorkspaceMemoryBytes },
            daemon.Time
        );
        var workspaces = new WorkspaceResolver(
            projects,
            Path.Join(daemon.Folders.Cache, "projects"),
            // A folder of the user's choice counts alone, so that one of several SDKs can be named.
            daemon.Environment.Read("GPTOSS_DOTNET")
                is { } folder
                ? new DotnetSearch(null, folder, [])
                : null,
            settings.Framework,
            folder => new TrustStore(UserFiles.Trust(daemon.Folders)).Find(folder) == true
        );
        var held = new WorkspaceStatusSource(projects, settings.WorkspaceMemoryBytes);
        var verifier = new Verifier(daemon.Time);
        var completion = new CompletionFeature(engine, new CompletionVerifier(daemon.Time), daemon.Time);
        var counters = new StatsStore(
            Path.Join(daemon.Folders.State, "stats.json"),
            daemon.Log.CreateLogger<StatsStore>(),
            daemon.Time
        );
        var stats = new CompletionStats(counters);
        var typing = new InlineCompletionService(
            new InlineCompletionSessions(
                completion,
                new InlineCompletionSettings(settings.CompletionPause, settings.CompletionPrefetch)
            ),
            new AcceptanceTracker(stats, daemon.Time),
            new CompletionEnablement(root => RepositorySettings(daemon, settings, root), daemon.Time)
        );
        var accepted = new AcceptedHandler(typing.Ledger);
        var refactor = new RefactorFeature(engine, verifier, daemon.Time);
        var status = new StatusHandler(daemon, view, held);
        var explain = new ExplainHandler(workspaces, new ExplainFeature(engine, daemon.Time), reports);
        var ask = new AskHandler(workspaces, new AskFeature(engine, daemon.Time), reports);
        var review = new ReviewHandler(
            workspaces,
            new ReviewFeature(
                engine,
                daemon.Time,
                (rule, fault) => daemon.Log.CreateLogger<DaemonHost>().LogError(fault, "review: {Rule} failed", rule)
            ),
            reports
        );
        var editorRefactoring = new EditorRefactoring(workspaces, refactor, reports);
        var handlers = new HandlerRegistry(daemon.Log.CreateLogger<HandlerRegistry>(), daemon.Time)
            .Add(status)
            .Add(new ShutdownHandler(daemon.Stop))
            .Add(new DoctorHandler(models, daemon, view, held))
            .Add(new CompleteHandler(workspaces, completion, stats, daemon.Time))
            .Add<AcceptedParams, EmptyResult>(accepted)
            .Add<AcceptedParams>(accepted)
            .Add(new StatsHandler(stats))
            .Add(new EvalHandler(workspaces, new CompletionEvaluation(engine, completion, daemon.Time)))
            .Add(explain)
            .Add(ask)
            .Add(new RefactorHandler(workspaces, refactor, reports))
            .Add(review)
            .Add(new VerifyEditHandler(workspaces, new VerifyFeature(verifier)))
            .Add(new GenerateHandler(new GenerateFeature(engine, daemon.Time)))
            .Add(new BenchHandler(new BenchFeature(engine, daemon.Time)))
            .Add(new ModelListHandler(models))
            .Add(new ModelInspectHandler(models))
            .Add(new ModelLoadHandler(engine, reports))
            .Add(new ModelUnloadHandler(engine))
            .Add(new InitializeHandler())
            .Add(new LspShutdownHandler(typing))
            .Add(new InlineCompletionHandler(workspaces, typing, stats, daemon.Time))
            .Add(new CodeActionHandler(new DocumentDiagnostics(workspaces)))
            .Add(new ResolveCodeActionHandler(editorRefactoring))
            .Add(
                new ExecuteCommandHandler(
                    editorRefactoring,
                    new EditorExplanation(explain, ask, reports),
                    new EditorReview(review, reports),
                    status
                )
            )
            .Add(new InitializedHandler())
            .Add(new DidOpenHandler(workspaces))
            .Add(new DidChangeHandler(typing))
            .Add(new DidCloseHandler(typing))
            .Add(new DidChangeWorkspaceFoldersHandler())
            .Add(new DidChangeConfigurationHandler(typing))
            .Add(new TrustHandler(typing))
            .Add(new CancelWorkDoneHandler());
        return new Composition(handlers, models, projects, view, typing, counters);
    }

    /// <summary>A client's connection has ended: nothing goes on for it.</summary>
    public void ClientLeft(ClientSession session) => _typing.Left(session);

    public async ValueTask DisposeAsync()
    {
        _counters.Dispose();
        await _projects.DisposeAsync();
        await _models.DisposeAsync();
    }

    // A repository's broken file must not take suggestions away; the command line tells what is wrong with it.
    private static ResolvedSettings RepositorySettings(DaemonContext daemon, ResolvedSettings usual, string? root)
    {
        try
        {
            var user = UserFiles.Settings(daemon.Folders);
            return ResolvedSettings.Resolve(new SettingsSources(user, root, daemon.Environment.Read));
        }
        catch (SettingsException)
        {
            return usual;
        }
    }

    private static IInferenceEngine ChosenEngine(DaemonContext daemon, EngineHost models)
    {
        if (daemon.Environment.Read(ScriptedEngine.Variable) is not { } script)
        {
            return new DefaultModelEngine(models.Engine, models.DefaultModel);
        }
        daemon
            .Log.CreateLogger<EngineHost>()
            .LogWarning(
                "answers come from {Script}, as {Variable} says: for tests only",
                script,
                ScriptedEngine.Variable
            );
        return new ScriptedEngine(script, daemon.Time);
    }
}
