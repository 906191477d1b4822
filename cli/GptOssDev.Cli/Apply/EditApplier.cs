using System.Text;
using GptOssDev.Contracts;
using GptOssDev.Platform.Files;

namespace GptOssDev.Cli.Apply;

/// <summary>
/// Writes edits to files, all or none: every new text lies beside its file before the first one is renamed over it, and
/// what was renamed is put back when a later one fails. A file that is no longer what the edit was made for, is
/// read-only or lies outside the root is refused with a <see cref="CliException"/> before anything changes.
/// </summary>
/// <param name="root">Absolute; what relative paths of edits start from.</param>
/// <param name="named">A file the user named; it may lie outside the root.</param>
internal sealed class EditApplier(string root, string? named)
{
    /// <summary>Writes the edits.</summary>
    /// <returns>What takes them back.</returns>
    public AppliedEdits Apply(IReadOnlyList<FileEdit> edits)
    {
        var changes = new List<FileChange>();
        foreach (var edit in edits)
        {
            changes.Add(Prepare(edit));
        }

        var temporaries = new List<string>();
        try
        {
            foreach (var change in changes)
            {
                temporaries.Add(AtomicFile.WriteBeside(change.Target, change.After));
            }

            foreach (var change in changes)
            {
                RequireUnchanged(change);
            }

            Rename(changes, temporaries);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.Environment($"nothing was changed: {problem.Message}", problem);
        }
        finally
        {
            foreach (var temporary in temporaries)
            {
                File.Delete(temporary);
            }
        }

        return new AppliedEdits(changes);
    }

    private static void Rename(List<FileChange> changes, List<string> temporaries)
    {
        var done = 0;
        try
        {
            for (; done < changes.Count; done++)
            {
                File.Move(temporaries[done], changes[done].Target, overwrite: true);
            }
        }
        catch
        {
            new AppliedEdits(changes[..done]).TakeBack();
            throw;
        }
    }

    private static void RequireUnchanged(FileChange change)
    {
        if (!File.ReadAllBytes(change.Target).AsSpan().SequenceEqual(change.Before))
        {
            throw Changed(change.Shown);
        }
    }

    private FileChange Prepare(FileEdit edit)
    {
        var path = Path.GetFullPath(edit.Path, root);
        if (!IsInside(path))
        {
            throw CliException.Environment($"nothing was changed: {edit.Path} lies outside of {root}");
        }

        try
        {
            var target = AtomicFile.FinalTarget(path);
            var file = TextFile.Decode(File.ReadAllBytes(target));
            if (file.Text != edit.OldText)
            {
                throw Changed(edit.Path);
            }

            if ((File.GetAttributes(target) & FileAttributes.ReadOnly) != 0)
            {
                throw CliException.Environment($"nothing was changed: {edit.Path} is read-only; make it writable");
            }

            return new FileChange(target, edit.Path, file.Bytes, file.Encode(edit.NewText));
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliException(
                CliFailure.Environment,
                $"nothing was changed: {edit.Path} was deleted meanwhile",
                problem
            );
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.Environment($"nothing was changed: {edit.Path}: {problem.Message}", problem);
        }
        catch (Exception problem) when (problem is DecoderFallbackException or EncoderFallbackException)
        {
            throw CliException.Environment(
                $"nothing was changed: {edit.Path} is in an encoding that cannot be kept; save it as UTF-8",
                problem
            );
        }
    }

    private bool IsInside(string path)
    {
        var comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var folder = Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar;
        return path.StartsWith(folder, comparison) || string.Equals(path, named, comparison);
    }

    private static CliException Changed(string path) =>
        CliException.Environment($"nothing was changed: {path} changed meanwhile; run the command again");
}
