using GptOssDev.Inference.Engine;
using GptOssDev.Inference.Memory;

namespace GptOssDev.Inference;

/// <summary>Loads a runner for a file; blocks. Progress runs from 0 to 1.</summary>
/// <param name="failed">How it lay in memory when it failed while computing: it is to take less now. Null at first.</param>
public delegate IModelRunner ModelLoader(
    ModelFile file,
    MemoryPlan? failed,
    Action<float> progress,
    CancellationToken cancellationToken
);

/// <summary>
/// Keeps at most one model in memory and hands out sessions on it. Any thread. A failed load leaves nothing loaded and
/// is tried again by the next request; a model that failed while computing is loaded smaller when nobody holds it;
/// disposing ends what runs.
/// </summary>
public sealed class InferenceEngine : IInferenceEngine, IAsyncDisposable
{
    private readonly ModelCatalog _catalog;
    private readonly ModelLoader _load;
    private readonly TimeProvider _time;

    // Held while a model is loaded or unloaded; guards _disposed.
    private readonly SemaphoreSlim _change = new(1, 1);
    private bool _disposed;

    // Guarded by _gate.
    private readonly Lock _gate = new();
    private LoadedModel? _loaded;
    private int _sessions;
    private volatile LoadState _state = new(ModelState.Unloaded, null, null);

    public InferenceEngine(ModelCatalog catalog, ModelLoader load, TimeProvider time)
    {
        _catalog = catalog;
        _load = load;
        _time = time;
    }

    public EngineStatus Status
    {
        get
        {
            var state = _state;
            lock (_gate)
            {
                return new EngineStatus(
                    state.State,
                    state.Name,
                    state.State == ModelState.Ready ? _loaded?.Runner.Model : null,
                    state.Detail,
                    _loaded?.Loop.Running ?? 0,
                    _loaded?.Loop.Waiting ?? 0
                );
            }
        }
    }

    public async ValueTask<IModelSession> AcquireAsync(string? model, CancellationToken cancellationToken)
    {
        var file = _catalog.Find(model);
        if (TryHold(file) is { } session)
        {
            return session;
        }

        await _change.WaitAsync(cancellationToken);
        try
        {
            if (_disposed)
            {
                throw new InferenceException(
                    InferenceFailure.Stopped,
                    "the engine is shutting down; run the command again"
                );
            }

            // Another request may have loaded it meanwhile.
            return TryHold(file) ?? await LoadAsync(file, cancellationToken);
        }
        finally
        {
            _change.Release();
        }
    }

    public async ValueTask<bool> TryUnloadAsync(CancellationToken cancellationToken)
    {
        await _change.WaitAsync(cancellationToken);
        try
        {
            return Unload(force: false);
        }
        finally
        {
            _change.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _change.WaitAsync();
        _disposed = true;
        Unload(force: true);
        _change.Release();
    }

    private ModelSession? TryHold(ModelFile file)
    {
        lock (_gate)
        {
            if (_loaded is not { } loaded || !string.Equals(loaded.File.Path, file.Path, StringComparison.Ordinal))
            {
                return null;
            }

            if (loaded.Loop.HasFailed && _sessions == 0)
            {
                return null;
            }

            _sessions++;
            return new ModelSession(loaded, Release);
        }
    }

    private void Release()
    {
        lock (_gate)
        {
            _sessions--;
        }
    }

    private async Task<IModelSession> LoadAsync(ModelFile file, CancellationToken cancellationToken)
    {
        var failed = FailedPlan(file);
        if (!Unload(force: false))
        {
            throw new InferenceException(
                InferenceFailure.ModelBusy,
                $"{_state.Name} is answering other requests; ask for {file.Name} again when they have ended"
            );
        }

        _state = new LoadState(ModelState.Loading, file.Name, null);
        try
        {
            var runner = await Task.Factory.StartNew(
                () => _load(file, failed, value => _state = Loading(file, value), cancellationToken),
                cancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
            lock (_gate)
            {
                _loaded = new LoadedModel(file, runner, _time);
            }

            _state = new LoadState(ModelState.Ready, file.Name, null);
            return TryHold(file)!;
        }
        catch (OperationCanceledException)
        {
            _state = new LoadState(ModelState.Unloaded, null, null);
            throw;
        }
        catch (Exception failure)
        {
            // A bug too must not leave the model loading forever; what it was goes on to the caller.
            _state = new LoadState(ModelState.Failed, file.Name, failure.Message);
            throw;
        }
    }

    private MemoryPlan? FailedPlan(ModelFile file)
    {
        lock (_gate)
        {
            return _loaded is { Loop.HasFailed: true } loaded && loaded.File.Path == file.Path
                ? loaded.Runner.Model.Load?.Plan
                : null;
        }
    }

    private static LoadState Loading(ModelFile file, float value) =>
        new(ModelState.Loading, file.Name, $"{(int)(value * 100)} %");

    private bool Unload(bool force)
    {
        LoadedModel? loaded;
        lock (_gate)
        {
            if (_sessions > 0 && !force)
            {
                return false;
            }

            loaded = _loaded;
            _loaded = null;
        }

        loaded?.Dispose();
        if (_state.State != ModelState.Failed || loaded is not null)
        {
            _state = new LoadState(ModelState.Unloaded, null, null);
        }

        return true;
    }

    private sealed record LoadState(ModelState State, string? Name, string? Detail);
}
