using GptOssDev.Platform.Files;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// Keeps a bounded number of loaded workspaces by their entry, the least recently used leaves first. Two requests for one workspace
/// share one load; a workspace whose project files changed is loaded again. Safe from any thread. A load that failed is
/// forgotten, so that the next request tries again; one that nobody waits for any more is ended with its builds. A loaded workspace
/// is made ready for its first verification in the background, and so is a document of it that is opened; nobody waits for that. A
/// workspace that nobody asked for in a while, and the least recently used ones when memory is short, drop what is bound in them;
/// their texts stay.
/// </summary>
public sealed class WorkspaceHost : IAsyncDisposable
{
    private readonly WorkspaceLimits _limits;
    private readonly TimeProvider _time;
    private readonly Func<long> _usedBytes;
    private readonly ITimer _look;
    private readonly GptOssDev.CodeModel.Projects.WorkspaceDiscovery _discovery = new();
    private readonly Lock _lock = new();
    private readonly LinkedList<Slot> _slots = new();

    // Every load that may still run, given up or not; guarded by _lock.
    private readonly List<Slot> _loading = [];

    // Documents that were opened are made ready one after the other; guarded by _lock.
    private Task _opened = Task.CompletedTask;

    private sealed record Slot(
        string Key,
        string Entry,
        WorkspaceTrust Trust,
        Task<CodeWorkspace> Load,
        Task Warm,
        CancellationTokenSource GiveUp
    )
    {
        /// <summary>Requests that wait for the load; guarded by the host's lock.</summary>
        public int Waiters { get; set; }

        /// <summary>Timestamp of the last request; guarded by the host's lock.</summary>
        public long Used { get; set; }

        /// <summary>Nothing was asked since what is bound was dropped; guarded by the host's lock.</summary>
        public bool IsDropped { get; set; }
    }

    public WorkspaceHost(int capacity, TimeProvider time)
        : this(new WorkspaceLimits(capacity), time) { }

    // What the last collection left: what came since may be garbage, and dropping what is bound would not bring it back.
    public WorkspaceHost(WorkspaceLimits limits, TimeProvider time)
        : this(limits, time, () => GC.GetGCMemoryInfo().HeapSizeBytes) { }

    internal WorkspaceHost(WorkspaceLimits limits, TimeProvider time, Func<long> usedBytes)
    {
        _limits = limits;
        _time = time;
        _usedBytes = usedBytes;
        _look = time.CreateTimer(_ => Trim(), null, limits.LookEvery, limits.LookEvery);
    }

    /// <summary>What is held, the most recently used first.</summary>
    public IReadOnlyList<WorkspaceInfo> Held
    {
        get
        {
            List<Slot> slots;
            lock (_lock)
            {
                slots = [.. _slots];
            }
            return
            [
                .. slots
                    .Select(s =>
                        (Slot: s, Workspace: s.Load.IsCompletedSuccessfully ? s.Load.GetAwaiter().GetResult() : null)
                    )
                    .Select(s => new WorkspaceInfo(s.Slot.Entry, s.Slot.Trust, s.Workspace?.State, s.Workspace?.Usage)),
            ];
        }
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
    public async Task<CodeWorkspace> GetAsync(WorkspaceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var entry = (await _discovery.FindAsync(request, cancellationToken)).Entry;
        var slot = Acquire(entry, request, reload: null);
        var workspace = await WaitAsync(slot, cancellationToken);
        if (workspace.State.Stale)
        {
            workspace = await WaitAsync(Acquire(entry, request, reload: slot), cancellationToken);
        }
        return workspace;
    }

    /// <summary>
    /// A document was opened: if it is C# and its workspace is held and loaded, the first verification in it is made ready. Loads
    /// nothing.
    /// </summary>
    /// <param name="path">Absolute.</param>
    public void Opened(string path)
    {
        if (!path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }
        lock (_lock)
        {
            foreach (var slot in _slots.Where(s => s is { Load.IsCompletedSuccessfully: true, IsDropped: false }))
            {
                _opened = WarmNextAsync(_opened, slot.Load.GetAwaiter().GetResult(), path);
            }
        }
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
        await _look.DisposeAsync();
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
            return Task.WhenAll(_slots.Select(s => s.Warm).Append(_opened));
        }
    }

    /// <summary>
    /// Drops what is bound in idle workspaces, and in the least recently used one while the process is over its budget: one at a look, so
    /// that the next look sees what it brought.
    /// </summary>
    internal void Trim()
    {
        List<Slot> dropped;
        lock (_lock)
        {
            var loaded = _slots
                .Where(s => s.Load.IsCompletedSuccessfully && s.Warm.IsCompleted && !s.IsDropped)
                .ToList();
            dropped = [.. loaded.Where(s => _time.GetElapsedTime(s.Used) >= _limits.IdleTime)];
            // What is in use right now would only be bound again at once.
            if (
                dropped.Count == 0
                && loaded.LastOrDefault(s => _time.GetElapsedTime(s.Used) >= _limits.LookEvery) is { } oldest
                && _usedBytes() > _limits.MemoryBytes
            )
            {
                dropped.Add(oldest);
            }
            dropped.ForEach(s => s.IsDropped = true);
        }
        foreach (var slot in dropped)
        {
            slot.Load.GetAwaiter().GetResult().DropCompilations();
        }
        if (dropped.Count > 0)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }

    private async Task WarmAsync(Task<CodeWorkspace> load, string path)
    {
        await ((Task)load).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (load.IsCompletedSuccessfully)
        {
            await WorkspaceWarmup.RunAsync(await load, path, _time);
        }
    }

    private async Task WarmNextAsync(Task previous, CodeWorkspace workspace, string path)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await WorkspaceWarmup.OpenedAsync(workspace, path, _time);
    }

    private async Task<CodeWorkspace> WaitAsync(Slot slot, CancellationToken cancellationToken)
    {
        try
        {
            return await slot.Load.WaitAsync(cancellationToken);
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

    private Slot Acquire(string entry, WorkspaceRequest request, Slot? reload)
    {
        var key = $"{request.Trust}|{request.TargetFramework}|{entry}";
        lock (_lock)
        {
            var held = _slots.FirstOrDefault(s => s.Key.Equals(key, PathNames.Comparison));
            if (held is not null && !ReferenceEquals(held, reload))
            {
                _slots.Remove(held);
                _slots.AddFirst(held);
                held.Waiters++;
                held.Used = _time.GetTimestamp();
                held.IsDropped = false;
                return held;
            }
            if (held is not null)
            {
                _slots.Remove(held);
            }
            // The load may outlive the request that began it: others may wait for it too.
            var giveUp = new CancellationTokenSource();
            var earlier = held?.Load is { IsCompletedSuccessfully: true } known ? known.GetAwaiter().GetResult() : null;
            var load = Task.Run(
                () => CodeWorkspace.LoadAsync(request, _time, earlier, giveUp.Token),
                CancellationToken.None
            );
            var slot = new Slot(key, entry, request.Trust, load, WarmAsync(load, request.Path), giveUp)
            {
                Waiters = 1,
                Used = _time.GetTimestamp(),
            };
            _slots.AddFirst(slot);
            _loading.RemoveAll(s => s.Load.IsCompleted);
            _loading.Add(slot);
            while (_slots.Count > Math.Max(1, _limits.Capacity))
            {
                _slots.RemoveLast();
            }
            return slot;
        }
    }
}
