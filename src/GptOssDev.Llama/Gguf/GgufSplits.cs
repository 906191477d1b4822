using System.Globalization;
using System.Text.RegularExpressions;

namespace GptOssDev.Llama.Gguf;

/// <summary>Reads all files of a model: one, or the numbered parts beside the first.</summary>
internal static partial class GgufSplits
{
    private const int MaxParts = 512;

    /// <summary>The files in order, the named one first.</summary>
    internal static IReadOnlyList<GgufFile> Read(string path)
    {
        var first = GgufReader.Read(path);
        var count = Integer(first, "split.count", GgufValueType.UInt16) ?? 0;
        var number = Integer(first, "split.no", GgufValueType.UInt16) ?? 0;
        if (number != 0)
        {
            throw new LlamaException(
                LlamaFailure.Corrupt,
                $"'{path}' is part {number + 1} of a split model; name its first part"
            );
        }

        return count > 1 ? ReadParts(first, count) : [first];
    }

    private static List<GgufFile> ReadParts(GgufFile first, int count)
    {
        if (count > MaxParts)
        {
            throw GgufReader.Corrupt(first.Path, $"promises {count} parts");
        }

        var match = PartName().Match(first.Path);
        if (!match.Success || Number(match, "no") != 1 || Number(match, "count") != count)
        {
            throw new LlamaException(
                LlamaFailure.Corrupt,
                $"'{first.Path}' is the first of {count} parts and must be named like name-00001-of-{count:D5}.gguf"
            );
        }

        var files = new List<GgufFile> { first };
        for (var part = 2; part <= count; part++)
        {
            files.Add(ReadPart($"{match.Groups["prefix"].Value}-{part:D5}-of-{count:D5}.gguf", part, count));
        }

        CheckTogether(files);
        return files;
    }

    private static GgufFile ReadPart(string path, int part, int count)
    {
        GgufFile file;
        try
        {
            file = GgufReader.Read(path);
        }
        catch (LlamaException e) when (e.Reason == LlamaFailure.NotFound)
        {
            throw new LlamaException(
                LlamaFailure.MissingShard,
                $"part {part} of {count} is missing: there is no file '{path}'",
                e
            );
        }

        if (Integer(file, "split.no", GgufValueType.UInt16) != part - 1)
        {
            throw GgufReader.Corrupt(path, $"is not part {part} of the model");
        }

        return (Integer(file, "split.count", GgufValueType.UInt16) ?? count) == count
            ? file
            : throw GgufReader.Corrupt(path, "is of a model with another number of parts");
    }

    private static void CheckTogether(List<GgufFile> files)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var tensor in file.Tensors)
            {
                if (!names.Add(tensor.Name))
                {
                    throw GgufReader.Corrupt(file.Path, $"repeats the tensor {tensor.Name} of an earlier part");
                }
            }
        }

        var promised = Integer(files[0], "split.tensors.count", GgufValueType.Int32);
        if (promised != names.Count)
        {
            throw GgufReader.Corrupt(
                files[0].Path,
                $"promises {promised?.ToString(CultureInfo.InvariantCulture) ?? "no number of"} tensors, its parts hold {names.Count}"
            );
        }
    }

    // The native side ends the process on a number of another kind, so the kind must be exact.
    private static int? Integer(GgufFile file, string key, GgufValueType type) =>
        !file.Metadata.TryGetValue(key, out var value) ? null
        : value.Type == type ? (int)value.Bits
        : throw GgufReader.Corrupt(file.Path, $"has {key} as {value.Type}");

    private static int Number(Match match, string group) =>
        int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^(?<prefix>.+)-(?<no>\d{5})-of-(?<count>\d{5})\.gguf$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex PartName();
}
