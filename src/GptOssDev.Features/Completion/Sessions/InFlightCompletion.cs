using System.Text;

namespace GptOssDev.Features.Completion.Sessions;

/// <summary>
/// One group of generations for a document, with what it has written so far. It is kept while what is typed agrees with that.
/// Any thread.
/// </summary>
/// <param name="origin">Where typing that may agree begins.</param>
/// <param name="lead">Text expected at the origin before the cursor the group writes at; empty for a group at the origin itself.</param>
internal sealed class InFlightCompletion(CursorAnchor origin, string lead) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<int, StringBuilder> _written = [];
    private string _typed = "";
    private bool _disposed;
    private int _waiting;

    /// <summary>Cancelled when the group is to end.</summary>
    public CancellationToken Stopped { get; private set; }

    /// <summary>The group's outcome; set once, by whoever begins it.</summary>
    public Task<CompletionOutcome> Outcome { get; private set; } = Task.FromCanceled<CompletionOutcome>(new(true));

    /// <summary>Text that a request's cursor must have reached at the origin to be answered by the group.</summary>
    public string Prefix => lead;

    public CursorAnchor Origin => origin;

    /// <summary>True when no request waits for the outcome.</summary>
    public bool HasNoWaiters => Volatile.Read(ref _waiting) == 0;

    public void Begin(Func<InFlightCompletion, Task<CompletionOutcome>> run)
    {
        Stopped = _stop.Token;
        Outcome = Task.Run(() => run(this));
    }

    /// <summary>Takes what a candidate writes. A group that has left what is typed behind ends itself.</summary>
    public void Write(int candidate, string text)
    {
        bool agrees;
        lock (_gate)
        {
            if (!_written.TryGetValue(candidate, out var written))
            {
                _written[candidate] = written = new StringBuilder();
            }
            written.Append(text);
            agrees = MayBecome(_typed);
        }
        if (!agrees)
        {
            Stop();
        }
    }

    /// <summary>
    /// Whether what stands at the origin now may still become what one of the candidates writes. If so the group is held to it
    /// from now on.
    /// </summary>
    public bool Follow(string typed)
    {
        lock (_gate)
        {
            if (!MayBecome(typed))
            {
                return false;
            }
            _typed = typed;
            return true;
        }
    }

    /// <summary>Waits for the outcome; giving up leaves the group running.</summary>
    public async Task<CompletionOutcome> WaitAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            return await Outcome.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Ends the group; who waits for it hears of it on another thread.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _ = _stop.CancelAsync();
            }
        }
    }

    /// <summary>Called when the group has ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            if (!_stop.IsCancellationRequested)
            {
                // One that was cancelled may still be telling so, and holds nothing else.
                _stop.Dispose();
            }
        }
    }

    private bool MayBecome(string typed)
    {
        if (lead.Length >= typed.Length)
        {
            return lead.StartsWith(typed, StringComparison.Ordinal);
        }
        // While nothing is written, nothing speaks against it: the prompt is being read, and that is of use either way.
        return typed.StartsWith(lead, StringComparison.Ordinal)
            && (_written.Count == 0 || _written.Values.Any(written => Agrees(written, typed[lead.Length..])));
    }

    // A model writes blanks again that stand left of the cursor already; what counts is what follows them.
    private static bool Agrees(StringBuilder written, string typed)
    {
        var text = written.ToString().TrimStart(' ', '\t');
        var own = typed.TrimStart(' ', '\t');
        return text.Length >= own.Length
            ? text.StartsWith(own, StringComparison.Ordinal)
            : own.StartsWith(text, StringComparison.Ordinal);
    }
}
