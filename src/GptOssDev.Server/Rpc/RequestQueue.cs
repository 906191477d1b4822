using GptOssDev.Server.Host;

namespace GptOssDev.Server.Rpc;

/// <summary>
/// Orders the requests of one connection. A request that changes the state starts in order of arrival and holds back everything
/// behind it until it has ended; reads get their context (a snapshot) in order and then run side by side on the thread pool,
/// so a change never waits for a read. Safe on any thread; work runs outside the lock.
/// </summary>
internal sealed class RequestQueue<TContext>(Func<TContext> takeContext, RequestQueueOptions options)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Item> _foreground = [];
    private readonly LinkedList<Item> _background = [];
    private bool _changing;
    private int _reads;
    private int _backgroundReads;

    /// <summary>How many requests have not started.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _foreground.Count + _background.Count;
            }
        }
    }

    /// <summary>
    /// Runs the work in its turn. Its place is fixed before this method returns. A request that is cancelled before its turn
    /// gives its place back at once and never runs.
    /// </summary>
    /// <param name="mandatory">For what cannot be refused: enters a full queue, and fills it for nobody else.</param>
    /// <exception cref="ServerException"><see cref="ServerFailure.Busy"/>: the queue is full.</exception>
    public Task<TResult> RunAsync<TResult>(
        RequestMode mode,
        Func<TContext, CancellationToken, Task<TResult>> work,
        CancellationToken cancellationToken,
        bool mandatory = false
    )
    {
        if (mode == RequestMode.OutOfBand)
        {
            var context = takeContext();
            return Task.Run(() => work(context, cancellationToken), cancellationToken);
        }
        var result = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var item = new Item(
            mode,
            mandatory,
            context => CompleteAsync(result, () => work(context, cancellationToken), cancellationToken)
        );
        Action withdraw = () =>
        {
            if (!Withdraw(item))
            {
                return;
            }
            result.TrySetCanceled(cancellationToken);
            StartWhatMay();
        };
        item.Registration = cancellationToken.Register(withdraw);
        Enter(item);
        // A cancellation between the two lines above found nothing to withdraw.
        if (cancellationToken.IsCancellationRequested)
        {
            withdraw();
        }
        StartWhatMay();
        return result.Task;
    }

    private void Enter(Item item)
    {
        lock (_gate)
        {
            if (item.IsMandatory || _foreground.Concat(_background).Count(i => !i.IsMandatory) < options.MaxWaiting)
            {
                (item.Mode == RequestMode.Background ? _background : _foreground).AddLast(item.Node);
                return;
            }
        }
        item.Registration.Dispose();
        throw new ServerException(
            ServerFailure.Busy,
            $"{options.MaxWaiting} requests already wait on this connection: try again later"
        );
    }

    private bool Withdraw(Item item)
    {
        lock (_gate)
        {
            if (item.Node.List is not { } list)
            {
                return false;
            }
            list.Remove(item.Node);
            return true;
        }
    }

    private void StartWhatMay()
    {
        lock (_gate)
        {
            while (NextItem() is { } item)
            {
                Start(item);
            }
        }
    }

    private Item? NextItem()
    {
        if (_changing)
        {
            return null;
        }
        if (_foreground.First is { } first)
        {
            if (first.Value.Mode == RequestMode.ReadOnly && _reads >= options.MaxConcurrentReads)
            {
                return null;
            }
            _foreground.Remove(first);
            return first.Value;
        }
        if (_background.First is not { } next || _backgroundReads >= options.MaxConcurrentBackground)
        {
            return null;
        }
        _background.Remove(next);
        return next.Value;
    }

    private void Start(Item item)
    {
        Count(item.Mode, 1);
        // The context is taken here, in order, before anything behind can change it.
        var context = takeContext();
        _ = Task.Run(() => RunItemAsync(item, context));
    }

    private async Task RunItemAsync(Item item, TContext context)
    {
        item.Registration.Unregister();
        await item.RunAsync(context);
        lock (_gate)
        {
            Count(item.Mode, -1);
        }
        StartWhatMay();
    }

    private void Count(RequestMode mode, int change)
    {
        if (mode == RequestMode.ReadWrite)
        {
            _changing = change > 0;
        }
        else if (mode == RequestMode.Background)
        {
            _backgroundReads += change;
        }
        else
        {
            _reads += change;
        }
    }

    private static async Task CompleteAsync<TResult>(
        TaskCompletionSource<TResult> result,
        Func<Task<TResult>> work,
        CancellationToken cancellationToken
    )
    {
        // All outcomes go to the caller; the queue itself goes on.
        try
        {
            result.TrySetResult(await work());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            result.TrySetCanceled(cancellationToken);
        }
        catch (Exception e)
        {
            result.TrySetException(e);
        }
    }

    private sealed class Item
    {
        public Item(RequestMode mode, bool isMandatory, Func<TContext, Task> run)
        {
            Mode = mode;
            IsMandatory = isMandatory;
            RunAsync = run;
            Node = new LinkedListNode<Item>(this);
        }

        public RequestMode Mode { get; }

        public bool IsMandatory { get; }

        public Func<TContext, Task> RunAsync { get; }

        public LinkedListNode<Item> Node { get; }

        /// <summary>Set before the item enters a list.</summary>
        public CancellationTokenRegistration Registration { get; set; }
    }
}
