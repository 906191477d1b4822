using GptOssDev.Features.Completion.Context;

namespace GptOssDev.Features.Completion.Sessions;

/// <summary>
/// Keeps what was collected around a cursor while typing stays near it, so that keystrokes neither collect it again nor change
/// the beginning of the prompt. Any thread.
/// </summary>
internal sealed class ContextCache(TimeProvider time)
{
    private const int NearLines = 16;
    private static readonly TimeSpan _age = TimeSpan.FromSeconds(30);
    private volatile Entry? _kept;

    private sealed record Entry(int Block, PackedContext Pack, long Since);

    /// <summary>What was kept near a cursor; null when it has to be collected.</summary>
    public PackedContext? Find(CursorContext cursor) =>
        _kept is { } kept && kept.Block == BlockOf(cursor) && time.GetElapsedTime(kept.Since) < _age ? kept.Pack : null;

    public void Store(CursorContext cursor, PackedContext pack)
    {
        if (Find(cursor) is null)
        {
            _kept = new Entry(BlockOf(cursor), pack, time.GetTimestamp());
        }
    }

    private static int BlockOf(CursorContext cursor) => cursor.Position.Line / NearLines;
}
