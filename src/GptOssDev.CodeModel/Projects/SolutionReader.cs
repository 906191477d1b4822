using System.Text;
using System.Xml;
using GptOssDev.Platform.Files;
using Microsoft.VisualStudio.SolutionPersistence.Serializer;

namespace GptOssDev.CodeModel.Projects;

/// <summary>
/// Reads which projects a solution (<c>.sln</c>, <c>.slnx</c>) or a solution filter (<c>.slnf</c>) names. A file that cannot be read
/// gives one line instead of projects. Thread-safe; a file is parsed again only when it has changed.
/// </summary>
internal sealed class SolutionReader
{
    private const long MaxBytes = 4 * 1024 * 1024;

    // The parser compares every project and folder with all before it.
    private const int MaxItems = 4096;
    private const int MaxFiles = 64;
    private const int MaxReason = 200;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (FileStamp Stamp, SolutionContent Content)> _read = new(PathNames.Comparer);

    public static bool IsSolution(string path) =>
        HasExtension(path, ".sln") || HasExtension(path, ".slnx") || IsFilter(path);

    /// <summary>True for a file that names some of another solution's projects.</summary>
    public static bool IsFilter(string path) => HasExtension(path, ".slnf");

    public async Task<SolutionContent> ReadAsync(string solution, CancellationToken cancellationToken)
    {
        var stamp = FileStamp.Of(solution);
        lock (_lock)
        {
            if (_read.TryGetValue(solution, out var known) && known.Stamp == stamp)
            {
                return known.Content;
            }
        }
        var read = SourceFile.Read(solution, MaxBytes);
        if (!read.Succeeded)
        {
            return SolutionContent.Failed(read.Failure.Message);
        }
        var content = IsFilter(solution)
            ? SolutionFilter.Parse(read.File.Path, read.File.Text)
            : await ParseAsync(read.File.Path, read.File.Text, cancellationToken);
        // The solution that a filter names may come later: the filter's stamp does not cover it.
        if (IsFilter(solution) && content.Failure is not null)
        {
            return content;
        }
        lock (_lock)
        {
            if (_read.Count >= MaxFiles)
            {
                _read.Clear();
            }
            _read[solution] = (stamp, content);
        }
        return content;
    }

    private static async Task<SolutionContent> ParseAsync(string path, string text, CancellationToken cancellationToken)
    {
        try
        {
            var isXml = HasExtension(path, ".slnx");
            if (Items(text, isXml) > MaxItems)
            {
                return SolutionContent.Failed(
                    $"{path}: names more than {MaxItems} projects and folders; open a project or a solution filter instead."
                );
            }
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            var model = isXml
                ? await SolutionSerializers.SlnXml.OpenAsync(stream, cancellationToken)
                : await SolutionSerializers.SlnFileV12.OpenAsync(stream, cancellationToken);
            return SolutionContent.Of(Path.GetDirectoryName(path)!, model.SolutionProjects.Select(p => p.FilePath));
        }
        catch (XmlException e)
        {
            return Unreadable(path, e.LineNumber, e.Message);
        }
        // The parser throws FormatException for what it notices and ArgumentException for names and paths that it cannot take.
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return Unreadable(
                path,
                (e as Microsoft.VisualStudio.SolutionPersistence.Model.SolutionException)?.Line,
                e.Message
            );
        }
    }

    // Also refuses document type definitions, which the parser would expand or pass over.
    private static int Items(string text, bool isXml)
    {
        if (!isXml)
        {
            return text.AsSpan().Count("\nProject(");
        }
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using var reader = XmlReader.Create(new StringReader(text), settings);
        var count = 0;
        while (reader.Read())
        {
            count += reader is { NodeType: XmlNodeType.Element, Name: "Project" or "Folder" } ? 1 : 0;
        }
        return count;
    }

    private static SolutionContent Unreadable(string path, int? line, string reason)
    {
        var place = line is > 0 ? $"{path}:{line}" : path;
        var text = reason.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        text = text.Length > MaxReason ? text[..MaxReason] + "…" : text;
        return SolutionContent.Failed($"{place}: is not a readable solution ({text}); fix or restore it.");
    }

    private static bool HasExtension(string path, string extension) =>
        Path.GetExtension(path.AsSpan()).Equals(extension, PathNames.Comparison);
}
