using GptOssDev.Llama.Gguf;
using GptOssDev.Tests.TinyModel;

namespace GptOssDev.Tests.Integration.Llama;

/// <summary>A tiny model on disk, one file of which is damaged again and again, each time from its good bytes.</summary>
internal sealed class DamagedModel
{
    private readonly string _damaged;
    private readonly HeaderMutator _mutator;

    /// <param name="damagedFile">Index of the damaged one among the model's files.</param>
    public DamagedModel(string folder, TinyGptOssOptions options, int damagedFile, string name = "tiny")
    {
        First = TinyGptOss.Write(folder, options, name);
        Files = GgufModelCheck.Check(First).Files;
        _damaged = Files[damagedFile];
        var original = File.ReadAllBytes(_damaged);
        HeaderLength = original.Length - (int)GgufReader.Read(_damaged).Tensors.Sum(t => (t.Bytes + 31) / 32 * 32);
        _mutator = new HeaderMutator(original, HeaderLength);
    }

    /// <summary>The smallest model that has everything a header can hold.</summary>
    public static TinyGptOssOptions Smallest { get; } =
        new()
        {
            Hidden = 32,
            Heads = 2,
            KvHeads = 1,
            HeadLength = 16,
            FeedForward = 32,
            Experts = 2,
            ExpertsUsed = 1,
            FillInTheMiddle = true,
        };

    /// <summary>The path a user would name.</summary>
    public string First { get; }

    public IReadOnlyList<string> Files { get; }

    public int HeaderLength { get; }

    /// <summary>Damages the file in the way that the number says.</summary>
    public void Damage(int number)
    {
        var (bytes, length) = _mutator.Mutate(number);
        using var file = new FileStream(_damaged, FileMode.Create);
        file.Write(bytes, 0, length);
    }
}
