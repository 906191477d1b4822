using System.Collections.Concurrent;
using GptOssDev.Server.Host;
using GptOssDev.Server.Rpc;
using Xunit;

namespace GptOssDev.Tests.Unit.Server;

public sealed class RequestQueueTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private readonly ConcurrentQueue<string> _events = [];
    private int _state;

    [Fact]
    public async Task Changes_run_alone_and_in_order()
    {
        var queue = Queue();
        var running = 0;
        Task<int>[] all =
        [
            .. Enumerable
                .Range(0, 100)
                .Select(i =>
                    queue.RunAsync(
                        RequestMode.ReadWrite,
                        async (_, _) =>
                        {
                            Assert.Equal(1, Interlocked.Increment(ref running));
                            await Task.Yield();
                            _events.Enqueue($"{i}");
                            Interlocked.Decrement(ref running);
                            return i;
                        },
                        CancellationToken.None
                    )
                ),
        ];
        Assert.Equal(Enumerable.Range(0, 100), await Task.WhenAll(all).WaitAsync(_patience));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), _events);
    }

    [Fact]
    public async Task Read_sees_the_changes_before_it_and_none_after()
    {
        var queue = Queue();
        var seen = new List<Task<int>>();
        for (var i = 0; i < 50; i++)
        {
            _ = queue.RunAsync(RequestMode.ReadWrite, (_, _) => Task.FromResult(_state++), default);
            seen.Add(queue.RunAsync(RequestMode.ReadOnly, (context, _) => Task.FromResult(context), default));
        }
        Assert.Equal(Enumerable.Range(1, 50), await Task.WhenAll(seen).WaitAsync(_patience));
    }

    [Fact]
    public async Task Reads_run_side_by_side()
    {
        var queue = Queue();
        using var meeting = new CountdownEvent(3);
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task<int> MeetAsync(int context, CancellationToken token)
        {
            if (meeting.Signal())
            {
                met.SetResult();
            }
            await met.Task;
            return 0;
        }
        Task<int>[] reads =
        [
            .. Enumerable.Range(0, 3).Select(_ => queue.RunAsync(RequestMode.ReadOnly, MeetAsync, default)),
        ];
        await Task.WhenAll(reads).WaitAsync(_patience);
    }

    [Fact]
    public async Task Change_does_not_wait_for_a_running_read_and_the_read_keeps_its_context()
    {
        var queue = Queue();
        var gate = new TaskCompletionSource();
        var read = queue.RunAsync(
            RequestMode.ReadOnly,
            async (context, _) =>
            {
                await gate.Task;
                return context;
            },
            default
        );
        await queue.RunAsync(RequestMode.ReadWrite, (_, _) => Task.FromResult(_state++), default).WaitAsync(_patience);
        gate.SetResult();
        Assert.Equal(0, await read.WaitAsync(_patience));
    }

    [Fact]
    public async Task Out_of_band_runs_while_a_change_holds_the_queue()
    {
        var queue = Queue();
        var gate = new TaskCompletionSource();
        var change = HoldAsync(queue, gate, RequestMode.ReadWrite);
        Assert.Equal(
            5,
            await queue.RunAsync(RequestMode.OutOfBand, (_, _) => Task.FromResult(5), default).WaitAsync(_patience)
        );
        Assert.False(change.IsCompleted);
        gate.SetResult();
        await change.WaitAsync(_patience);
    }

    [Fact]
    public async Task Background_waits_until_nothing_else_does()
    {
        var queue = Queue();
        var gate = new TaskCompletionSource();
        var change = HoldAsync(queue, gate, RequestMode.ReadWrite);
        var background = RecordAsync(queue, "background", RequestMode.Background);
        var read = RecordAsync(queue, "change", RequestMode.ReadWrite);
        gate.SetResult();
        await Task.WhenAll(change, background, read).WaitAsync(_patience);
        Assert.Equal(["change", "background"], _events);
    }

    [Fact]
    public async Task Request_cancelled_before_its_turn_never_runs_and_frees_its_place()
    {
        var queue = Queue(new RequestQueueOptions { MaxWaiting = 1 });
        var gate = new TaskCompletionSource();
        var change = HoldAsync(queue, gate, RequestMode.ReadWrite);
        using var cancel = new CancellationTokenSource();
        var waiting = queue.RunAsync(RequestMode.ReadOnly, (_, _) => Task.FromResult(_state = 99), cancel.Token);
        Assert.Equal(1, queue.Waiting);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(_patience));
        Assert.Equal(0, queue.Waiting);
        var next = RecordAsync(queue, "next", RequestMode.ReadOnly);
        gate.SetResult();
        await Task.WhenAll(change, next).WaitAsync(_patience);
        Assert.NotEqual(99, _state);
    }

    [Fact]
    public async Task Request_cancelled_from_the_start_never_runs()
    {
        var queue = Queue();
        var cancelled = new CancellationToken(canceled: true);
        foreach (var mode in Enum.GetValues<RequestMode>())
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                queue.RunAsync(mode, (_, token) => Task.FromCanceled<int>(token), cancelled).WaitAsync(_patience)
            );
        }
        Assert.Equal(0, queue.Waiting);
    }

    [Fact]
    public async Task Full_queue_refuses_all_but_the_mandatory()
    {
        var queue = Queue(new RequestQueueOptions { MaxWaiting = 2 });
        var gate = new TaskCompletionSource();
        var change = HoldAsync(queue, gate, RequestMode.ReadWrite);
        var first = RecordAsync(queue, "1", RequestMode.ReadOnly);
        var second = RecordAsync(queue, "2", RequestMode.Background);
        var e = await Assert.ThrowsAsync<ServerException>(() => RecordAsync(queue, "3", RequestMode.ReadOnly));
        Assert.Equal(ServerFailure.Busy, e.Reason);
        var mandatory = queue.RunAsync(RequestMode.ReadWrite, (_, _) => Task.FromResult(4), default, mandatory: true);
        gate.SetResult();
        await Task.WhenAll(change, first, second, mandatory).WaitAsync(_patience);
        Assert.DoesNotContain("3", _events);
    }

    [Fact]
    public async Task Mandatory_changes_that_wait_leave_room_for_requests()
    {
        var queue = Queue(new RequestQueueOptions { MaxWaiting = 1 });
        var gate = new TaskCompletionSource();
        Task<int>[] changes =
        [
            HoldAsync(queue, gate, RequestMode.ReadWrite),
            .. Enumerable
                .Range(0, 5)
                .Select(i =>
                    queue.RunAsync(RequestMode.ReadWrite, (_, _) => Task.FromResult(i), default, mandatory: true)
                ),
        ];
        var request = RecordAsync(queue, "1", RequestMode.ReadOnly);
        var e = await Assert.ThrowsAsync<ServerException>(() => RecordAsync(queue, "2", RequestMode.ReadOnly));
        Assert.Equal(ServerFailure.Busy, e.Reason);
        gate.SetResult();
        await Task.WhenAll([.. changes, request]).WaitAsync(_patience);
        Assert.Equal(["1"], _events.Where(name => name is "1" or "2"));
    }

    [Fact]
    public async Task Failure_of_one_request_does_not_stop_the_next()
    {
        var queue = Queue();
        var failing = queue.RunAsync<int>(RequestMode.ReadWrite, (_, _) => throw new InvalidCastException(), default);
        var later = RecordAsync(queue, "later", RequestMode.ReadWrite);
        await Assert.ThrowsAsync<InvalidCastException>(() => failing.WaitAsync(_patience));
        await later.WaitAsync(_patience);
    }

    [Fact]
    public async Task Random_load_with_cancellations_always_drains()
    {
        var queue = Queue();
        var random = new Random(5);
        var all = new List<Task>();
        using var cancel = new CancellationTokenSource();
        for (var i = 0; i < 2000; i++)
        {
            var mode = (RequestMode)random.Next(4);
            var token = random.Next(3) == 0 ? cancel.Token : CancellationToken.None;
            all.Add(
                queue.RunAsync(
                    mode,
                    async (_, inner) =>
                    {
                        await Task.Yield();
                        inner.ThrowIfCancellationRequested();
                        return 0;
                    },
                    token,
                    mandatory: true
                )
            );
            if (i == 1500)
            {
                await cancel.CancelAsync();
            }
        }
        await Task.WhenAll(all.Select(task => Task.WhenAny(task))).WaitAsync(_patience);
        Assert.Equal(0, queue.Waiting);
        await RecordAsync(queue, "end", RequestMode.ReadWrite).WaitAsync(_patience);
    }

    private RequestQueue<int> Queue(RequestQueueOptions? options = null) =>
        new(() => _state, options ?? new RequestQueueOptions { MaxWaiting = 1000 });

    private Task<int> RecordAsync(RequestQueue<int> queue, string name, RequestMode mode) =>
        queue.RunAsync(
            mode,
            (_, _) =>
            {
                _events.Enqueue(name);
                return Task.FromResult(0);
            },
            CancellationToken.None
        );

    private static Task<int> HoldAsync(RequestQueue<int> queue, TaskCompletionSource gate, RequestMode mode) =>
        queue.RunAsync(
            mode,
            async (_, _) =>
            {
                await gate.Task;
                return 0;
            },
            CancellationToken.None
        );
}
