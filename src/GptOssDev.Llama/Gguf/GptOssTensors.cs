namespace GptOssDev.Llama.Gguf;

/// <summary>
/// Checks that the tensors of a gpt-oss model are all there, have the shapes that the keys ask for and number formats
/// that the native operations accept: a norm or bias in another format loads, and ends the process at the first decode.
/// </summary>
internal sealed class GptOssTensors
{
    private readonly Dictionary<string, GgufTensor> _tensors = new(StringComparer.Ordinal);
    private readonly string _path;
    private int _seen;

    private GptOssTensors(IReadOnlyList<GgufFile> files)
    {
        _path = files[0].Path;
        foreach (var tensor in files.SelectMany(f => f.Tensors))
        {
            _tensors.Add(tensor.Name, tensor);
        }
    }

    internal static void Check(IReadOnlyList<GgufFile> files, GptOssShape shape, int vocabulary)
    {
        var tensors = new GptOssTensors(files);
        tensors.Matrix("token_embd.weight", new(shape.Embedding, vocabulary));
        tensors.Plain("output_norm.weight", new(shape.Embedding));
        tensors.Matrix("output.weight", new(shape.Embedding, vocabulary));
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            tensors.CheckLayer($"blk.{layer}.", shape);
        }

        tensors.CheckNoOthers();
    }

    private void CheckLayer(string name, GptOssShape shape)
    {
        var queries = shape.Heads * shape.HeadLength;
        var keys = shape.KvHeads * shape.HeadLength;
        Plain(name + "attn_norm.weight", new(shape.Embedding));
        Plain(name + "post_attention_norm.weight", new(shape.Embedding));
        Matrix(name + "attn_q.weight", new(shape.Embedding, queries));
        Plain(name + "attn_q.bias", new(queries));
        Matrix(name + "attn_k.weight", new(shape.Embedding, keys));
        Plain(name + "attn_k.bias", new(keys));
        Matrix(name + "attn_v.weight", new(shape.Embedding, keys));
        Plain(name + "attn_v.bias", new(keys));
        Matrix(name + "attn_output.weight", new(queries, shape.Embedding));
        Plain(name + "attn_output.bias", new(shape.Embedding));
        Plain(name + "attn_sinks.weight", new(shape.Heads));
        Matrix(name + "ffn_gate_inp.weight", new(shape.Embedding, shape.Experts));
        Plain(name + "ffn_gate_inp.bias", new(shape.Experts));
        Matrix(name + "ffn_gate_exps.weight", new(shape.Embedding, shape.FeedForward, shape.Experts));
        Plain(name + "ffn_gate_exps.bias", new(shape.FeedForward, shape.Experts));
        Matrix(name + "ffn_up_exps.weight", new(shape.Embedding, shape.FeedForward, shape.Experts));
        Plain(name + "ffn_up_exps.bias", new(shape.FeedForward, shape.Experts));
        Matrix(name + "ffn_down_exps.weight", new(shape.FeedForward, shape.Embedding, shape.Experts));
        Plain(name + "ffn_down_exps.bias", new(shape.Embedding, shape.Experts));
    }

    private void Matrix(string name, GgufShape shape)
    {
        var tensor = Find(name, shape);
        if (!tensor.Type.Multiplies)
        {
            throw GgufReader.Corrupt(
                _path,
                $"has tensor {name} in {tensor.Type.Name}, which is not supported for weights"
            );
        }
    }

    private void Plain(string name, GgufShape shape)
    {
        var tensor = Find(name, shape);
        if (tensor.Type.Id != GgufTensorType.F32)
        {
            throw GgufReader.Corrupt(_path, $"has tensor {name} in {tensor.Type.Name} where F32 is due");
        }
    }

    private GgufTensor Find(string name, GgufShape shape)
    {
        if (!_tensors.TryGetValue(name, out var tensor))
        {
            throw GgufReader.Corrupt(_path, $"lacks the tensor {name}");
        }

        _seen++;
        return tensor.Shape == shape
            ? tensor
            : throw GgufReader.Corrupt(_path, $"has tensor {name} of {tensor.Shape} where {shape} is due");
    }

    // The native loader counts the tensors it used and refuses a model with others.
    private void CheckNoOthers()
    {
        if (_seen != _tensors.Count)
        {
            throw GgufReader.Corrupt(_path, $"has {_tensors.Count - _seen} tensors that a gpt-oss model does not");
        }
    }
}
