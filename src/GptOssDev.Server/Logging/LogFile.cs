using System.Globalization;
using System.Text;

namespace GptOssDev.Server.Logging;

/// <summary>
/// The daemon's log: one line an event, in a file that is set aside when it is full, a few of which are kept. Safe on any thread. A
/// log that cannot be written never stops the daemon: lines are dropped, <see cref="State"/> says so, and it tries again
/// after a while.
/// </summary>
internal sealed class LogFile : IDisposable
{
    private const int MaxLineChars = 16 * 1024;
    private static readonly TimeSpan _retryAfter = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly LogLimits _limits;
    private readonly TimeProvider _time;
    private FileStream? _file;
    private FileStream? _writer;
    private string? _problem;
    private long _failedAt;
    private bool _disposed;

    /// <summary>Opens (or makes) <c>folder/name.log</c>; never throws.</summary>
    public LogFile(string folder, string name, LogLimits limits, TimeProvider time)
    {
        _path = System.IO.Path.Join(folder, name + ".log");
        _limits = limits;
        _time = time;
        lock (_gate)
        {
            Try(Open);
        }
    }

    /// <summary>The file's path, or why there is no log.</summary>
    public string State
    {
        get
        {
            lock (_gate)
            {
                return _problem is null ? _path : $"no log: {_problem}";
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Abandon();
            _writer?.Dispose();
        }
    }

    /// <summary>Writes one event; never throws.</summary>
    public void Write(string level, string category, string message)
    {
        var text = message.Length > MaxLineChars ? message[..MaxLineChars] + "…" : message;
        var stamp = _time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        // A stack trace spans lines; indented, each still belongs to its event.
        var line = Encoding.UTF8.GetBytes($"{stamp} {level} {category}: {text.ReplaceLineEndings("\n    ")}\n");
        lock (_gate)
        {
            if (_disposed || (_problem is not null && _time.GetElapsedTime(_failedAt) < _retryAfter))
            {
                return;
            }
            Try(() => Append(line));
        }
    }

    private void Append(byte[] line)
    {
        // Lines that go into a deleted file are lost.
        if (_file is not null && !File.Exists(_path))
        {
            Abandon();
        }
        if (_file is null)
        {
            Open();
        }
        if (_file!.Length > 0 && _file.Length + line.Length > _limits.MaxBytes)
        {
            Rotate();
        }
        _file.Write(line);
        _file.Flush();
    }

    private void Open()
    {
        var folder = System.IO.Path.GetDirectoryName(_path)!;
        // The log may quote the user's code.
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(
                folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }
        // One writer: two would overwrite each other's lines. The log's own share mode cannot say so everywhere without
        // locking out readers too, so a file beside it is held.
        _writer ??= new FileStream(
            System.IO.Path.ChangeExtension(_path, ".lock"),
            FileMode.OpenOrCreate,
            FileAccess.Write,
            FileShare.None
        );
        _file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete);
    }

    private void Rotate()
    {
        _file!.Dispose();
        _file = null;
        for (var number = _limits.KeptFiles - 1; number >= 1; number--)
        {
            var from = number == 1 ? _path : Numbered(number - 1);
            if (File.Exists(from))
            {
                File.Move(from, Numbered(number), overwrite: true);
            }
        }
        if (_limits.KeptFiles <= 1)
        {
            File.Delete(_path);
        }
        Open();
    }

    private string Numbered(int number) =>
        System.IO.Path.ChangeExtension(_path, number.ToString(CultureInfo.InvariantCulture) + ".log");

    private void Try(Action action)
    {
        try
        {
            action();
            _problem = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            _problem = e.Message.ReplaceLineEndings(" ");
            _failedAt = _time.GetTimestamp();
            Abandon();
        }
    }

    private void Abandon()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            // Closing writes what is buffered, and the disk that refused the line refuses it again.
        }
        _file = null;
    }
}
