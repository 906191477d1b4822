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
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private readonly string path;
    private readonly LogLimits limits;
    private readonly TimeProvider time;
    private FileStream? file;
    private FileStream? writer;
    private string? problem;
    private long failedAt;
    private bool disposed;

    /// <summary>Opens (or makes) <c>folder/name.log</c>; never throws.</summary>
    public LogFile(string folder, string name, LogLimits limits, TimeProvider time)
    {
        path = System.IO.Path.Join(folder, name + ".log");
        this.limits = limits;
        this.time = time;
        lock (gate)
            Try(Open);
    }

    /// <summary>The file's path, or why there is no log.</summary>
    public string State
    {
        get
        {
            lock (gate)
                return problem is null ? path : $"no log: {problem}";
        }
    }

    public void Info(string message) => Write("info", message);

    public void Warn(string message) => Write("warn", message);

    public void Error(string message) => Write("error", message);

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            Abandon();
            writer?.Dispose();
        }
    }

    private void Write(string level, string message)
    {
        string text = message.Length > MaxLineChars ? message[..MaxLineChars] + "…" : message;
        string stamp = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        // A stack trace spans lines; indented, each still belongs to its event.
        byte[] line = Encoding.UTF8.GetBytes($"{stamp} {level} {text.ReplaceLineEndings("\n    ")}\n");
        lock (gate)
        {
            if (disposed || (problem is not null && time.GetElapsedTime(failedAt) < RetryAfter))
                return;
            Try(() => Append(line));
        }
    }

    private void Append(byte[] line)
    {
        if (file is null)
            Open();
        if (file!.Length > 0 && file.Length + line.Length > limits.MaxBytes)
            Rotate();
        file.Write(line);
        file.Flush();
    }

    private void Open()
    {
        string folder = System.IO.Path.GetDirectoryName(path)!;
        // The log may quote the user's code.
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(
                folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        // One writer: two would overwrite each other's lines. The log's own share mode cannot say so everywhere without
        // locking out readers too, so a file beside it is held.
        writer ??= new FileStream(
            System.IO.Path.ChangeExtension(path, ".lock"),
            FileMode.OpenOrCreate,
            FileAccess.Write,
            FileShare.None
        );
        file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete);
    }

    private void Rotate()
    {
        file!.Dispose();
        file = null;
        for (int number = limits.KeptFiles - 1; number >= 1; number--)
        {
            string from = number == 1 ? path : Numbered(number - 1);
            if (File.Exists(from))
                File.Move(from, Numbered(number), overwrite: true);
        }
        if (limits.KeptFiles <= 1)
            File.Delete(path);
        Open();
    }

    private string Numbered(int number) =>
        System.IO.Path.ChangeExtension(path, number.ToString(CultureInfo.InvariantCulture) + ".log");

    private void Try(Action action)
    {
        try
        {
            action();
            problem = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            problem = e.Message.ReplaceLineEndings(" ");
            failedAt = time.GetTimestamp();
            Abandon();
        }
    }

    private void Abandon()
    {
        try
        {
            file?.Dispose();
        }
        catch (IOException)
        {
            // Closing writes what is buffered, and the disk that refused the line refuses it again.
        }
        file = null;
    }
}
