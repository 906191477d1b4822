using System.Diagnostics;
using System.Globalization;

namespace GptOssDev.Client.Backends;

/// <summary>
/// Which processes began to load a GPU backend and ended before they had done so. A driver that ends the process cannot be
/// caught; after two such ends the choice avoids GPU backends. One file per process, so that processes do not disturb each
/// other. What cannot be written is not recorded.
/// </summary>
/// <param name="folder">The folder of all backends.</param>
public sealed class LoadRecord(string folder)
{
    private const int Endings = 2;

    private readonly string _records = Path.Join(folder, ".loading");

    /// <summary>Whether two processes or more ended while they loaded.</summary>
    public bool HasEndings() => Dead().Take(Endings).Count() == Endings;

    public void Begin() =>
        Try(() =>
        {
            Directory.CreateDirectory(_records);
            File.WriteAllBytes(Own(), []);
        });

    /// <summary>The load has come to its end, whatever the result.</summary>
    public void End() => Try(() => File.Delete(Own()));

    /// <summary>Forgets the processes that ended.</summary>
    public void Clear() =>
        Try(() =>
        {
            foreach (var file in Dead())
            {
                File.Delete(file);
            }
        });

    private string Own() => Path.Join(_records, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

    private IEnumerable<string> Dead() =>
        Directory.Exists(_records) ? Directory.EnumerateFiles(_records).Where(file => !IsRunning(file)) : [];

    private static bool IsRunning(string file)
    {
        if (!int.TryParse(Path.GetFileName(file), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return true;
        }

        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The state folder cannot be written, which the log reports.
        }
    }
}
