namespace GptOssDev.Llama.Gguf;

/// <summary>
/// Decides from the header whether the native loader may see a file, since that loader ends the process on some
/// damaged ones. Pure reading of files; any thread; nothing stays open.
/// </summary>
public static class GgufModelCheck
{
    /// <summary>The architecture that this program runs.</summary>
    public const string Architecture = "gpt-oss";

    private const int MaxDisplay = 200;
    private const string ArchitectureKey = "general.architecture";

    /// <summary>
    /// Reads and checks the file, and the other files of a split model. Throws <see cref="LlamaException"/> with the
    /// reason and the file. The tensors' numbers are not read.
    /// </summary>
    public static GgufModelInfo Check(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var files = GgufSplits.Read(path);
        var first = files[0];
        CheckGeneral(first);
        var shape = GptOssShape.From(first);
        var tokens = GptOssTokenizer.Check(first);
        GptOssTensors.Check(files, shape, tokens.Count);
        return Describe(files, shape, tokens);
    }

    private static void CheckGeneral(GgufFile file)
    {
        var architecture = file.Metadata.TryGetValue(ArchitectureKey, out var value) ? value.Text : null;
        if (architecture != Architecture)
        {
            throw new LlamaException(
                LlamaFailure.WrongArchitecture,
                $"'{file.Path}' has the architecture '{architecture ?? "none"}'; this program runs {Architecture} models"
            );
        }

        foreach (var key in new[] { "general.file_type", "general.quantization_version" })
        {
            if (file.Metadata.TryGetValue(key, out var number) && number.Type != GgufValueType.UInt32)
            {
                throw GgufReader.Corrupt(file.Path, $"has {key} as {number.Type}");
            }
        }

        if (file.Metadata.TryGetValue("general.name", out var name) && name.Type != GgufValueType.Text)
        {
            throw GgufReader.Corrupt(file.Path, $"has general.name as {name.Type}");
        }
    }

    private static GgufModelInfo Describe(IReadOnlyList<GgufFile> files, GptOssShape shape, GgufTexts tokens)
    {
        var first = files[0];
        var tensors = files.SelectMany(f => f.Tensors).ToList();
        return new()
        {
            Architecture = Architecture,
            Name = first.Metadata.TryGetValue("general.name", out var name) ? name.Display(MaxDisplay) : null,
            ParameterCount = tensors.Sum(t => t.Shape.Count),
            TensorBytes = tensors.Sum(t => t.Bytes),
            TensorCount = tensors.Count,
            TensorTypes = tensors.CountBy(t => t.Type.Name).ToDictionary(t => t.Key, t => t.Value),
            ContextLength = shape.Context,
            LayerCount = shape.Layers,
            EmbeddingLength = shape.Embedding,
            ExpertCount = shape.Experts,
            ExpertsUsed = shape.ExpertsUsed,
            SlidingWindow = shape.SlidingWindow,
            Layout = GgufLayout.Of(shape, tensors),
            TokenizerModel = first.Metadata["tokenizer.ggml.model"].Text!,
            VocabularySize = tokens.Count,
            HasHarmonyTokens = true,
            HasFillInTheMiddle = GptOssTokenizer.CanFillTheMiddle(first),
            Files = [.. files.Select(f => f.Path)],
            FileBytes = files.Sum(f => f.Length),
            Metadata = first
                .Metadata.Where(m => m.Value.Type != GgufValueType.Array)
                .ToDictionary(m => m.Key, m => m.Value.Display(MaxDisplay)),
        };
    }
}
