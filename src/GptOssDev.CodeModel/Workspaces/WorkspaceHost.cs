using GptOssDev.CodeModel.Sources;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// Keeps a bounded number of loaded workspaces by their entry, the least recently used leaves first. Two requests for one workspace
/// share one load; a workspace whose project files changed is loaded again. Safe from any thread. A load that failed is
/// forgotten, so that the next request tries again; one that nobody waits for any more is ended with its builds. A loaded workspace is made ready for its first verification in
/// the background; nobody waits for that.
/// </summary>
public sealed class WorkspaceHost(int capacity, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Slot> _slots = new();

    // Every load that may still run, given up or not; guarded by _lock.
    private readonly List<Slot> _loading = [];

    private sealed record Slot(string Key, Task<CodeWorkspace> Load, Task Warm, CancellationTokenSource GiveUp)
    {
        /// <summary>Requests that wait for the load; guarded by the host's lock.</summary>
        public int Waiters { get; set; }
    }

    /// <summary>How many workspaces are held, loading ones included.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _slots.Count;
            }
        }
    }

    /// <summary>The workspace a request's path belongs to, loaded when it is not held. Cancelling gives up waiting.</summary>
    /// <exception cref="CodeModelException">The path is not there.</exception>
    public async Task<CodeWorkspace> GetAsync(WorkspaceRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var key = $"{request.Trust}|{Projects.WorkspaceDiscovery.Find(request).Entry}";
        var slot = Acquire(key, request, reload: null);
        var workspace = await WaitAsync(slot, cancel);
        if (workspace.State.Stale)
        {
            workspace = await WaitAsync(Acquire(key, request, reload: slot), cancel);
        }
        return workspace;
    }

    /// <summary>Lets go of every workspace.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _slots.Clear();
        }
    }

    /// <summary>Ends all loads and waits until their builds are gone: nothing stays behind when the process ends next.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Slot> loading;
        lock (_lock)
        {
            loading = [.. _loading.Where(s => !s.Load.IsCompleted)];
        }
        foreach (var slot in loading)
        {
            await slot.GiveUp.CancelAsync();
            await ((Task)slot.Load).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        Clear();
    }

    /// <summary>Ends when no workspace held now is being made ready any more.</summary>
    internal Task WarmedAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_slots.Select(s => s.Warm));
        }
    }

    private async Task WarmAsync(Task<CodeWorkspace> load, string path)
    {
        await ((Task)load).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (load.IsCompletedSuccessfully)
        {
            await WorkspaceWarmup.RunAsync(await load, path, time);
        }
    }

    private async Task<CodeWorkspace> WaitAsync(Slot slot, CancellationToken cancel)
    {
        try
        {
            return await slot.Load.WaitAsync(cancel);
        }
        finally
        {
            Leave(slot);
        }
    }

    private void Leave(Slot slot)
    {
        lock (_lock)
        {
            slot.Waiters--;
            if (slot.Load.IsCompletedSuccessfully || (!slot.Load.IsCompleted && slot.Waiters > 0))
            {
                return;
            }
            _slots.Remove(slot);
        }
        slot.GiveUp.Cancel();
    }

    private Slot Acquire(string key, WorkspaceRequest request, Slot? reload)
    {
        lock (_lock)
        {
            var held = _slots.FirstOrDefault(s => s.Key.Equals(key, PathNames.Comparison));
            if (held is not null && !ReferenceEquals(held, reload))
            {
                _slots.Remove(held);
                _slots.AddFirst(held);
                held.Waiters++;
                return held;
            }
            if (held is not null)
            {
                _slots.Remove(held);
            }
            // The load may outlive the request that began it: others may wait for it too.
            var giveUp = new CancellationTokenSource();
            var load = Task.Run(() => CodeWorkspace.LoadAsync(request, time, giveUp.Token), CancellationToken.None);
            var slot = new Slot(key, load, WarmAsync(load, request.Path), giveUp) { Waiters = 1 };
            _slots.AddFirst(slot);
            _loading.RemoveAll(s => s.Load.IsCompleted);
            _loading.Add(slot);
            while (_slots.Count > Math.Max(1, capacity))
            {
                _slots.RemoveLast();
            }
            return slot;
        }
    }
}
