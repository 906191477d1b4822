using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace GptOssDev.Llama.Native;

/// <summary>
/// Turns the fragments of the native log into whole lines for a sink. Called by any native thread; never throws into
/// native code, and never writes to a console.
/// </summary>
internal sealed unsafe class LogRouter
{
    private const int MaxLine = 4096;
    private const int LevelContinue = 5;

    [ThreadStatic]
    private static bool _isQuiet;

    private readonly Lock _lock = new();
    private readonly StringBuilder _line = new();
    private readonly List<NativeBufferLog> _listeners = [];
    private LlamaLogLevel _level;

    internal Action<LlamaLogLevel, string>? Sink { get; set; }

    /// <summary>Leaves out what this thread says: a computation that was asked to stop reports that as a failure.</summary>
    internal static bool IsQuiet
    {
        get => _isQuiet;
        set => _isQuiet = value;
    }

    internal void Add(NativeBufferLog listener)
    {
        lock (_lock)
        {
            _listeners.Add(listener);
        }
    }

    internal void Remove(NativeBufferLog listener)
    {
        lock (_lock)
        {
            _listeners.Remove(listener);
        }
    }

    internal void Append(int level, string text)
    {
        if (IsQuiet)
        {
            return;
        }

        lock (_lock)
        {
            if (level != LevelContinue)
            {
                _level = (LlamaLogLevel)Math.Clamp(level, 0, (int)LlamaLogLevel.Error);
            }

            foreach (var c in text)
            {
                if (c == '\n')
                {
                    Flush();
                }
                else if (_line.Length < MaxLine)
                {
                    _line.Append(c);
                }
            }
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void OnLog(int level, byte* text, nint data)
    {
        if (GCHandle.FromIntPtr(data).Target is LogRouter router && text is not null)
        {
            router.Append(level, Marshal.PtrToStringUTF8((nint)text) ?? "");
        }
    }

    private void Flush()
    {
        var text = _line.ToString().TrimEnd();
        _line.Clear();
        if (text.Length == 0)
        {
            return;
        }

        foreach (var listener in _listeners)
        {
            listener.Hear(text);
        }

        try
        {
            Sink?.Invoke(_level, text);
        }
#pragma warning disable CA1031 // An exception that crosses into native code ends the process; a log line is not worth that.
        catch (Exception)
#pragma warning restore CA1031
        {
            Sink = null;
        }
    }
}
