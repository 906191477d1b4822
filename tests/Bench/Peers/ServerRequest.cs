using System.Text.Json;

namespace GptOssDev.Tests.Bench.Peers;

/// <summary>A completion to ask llama-server for, greedy in the cheapest way it has, without an end but the length.</summary>
/// <param name="Slot">The slot to use, so that the server need not look for the one that has the prefix.</param>
/// <param name="Stream">Whether the tokens come one by one.</param>
internal sealed record ServerRequest(int[] Prompt, int Tokens, int Slot, bool Stream)
{
    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("prompt");
            foreach (var token in Prompt)
            {
                json.WriteNumberValue(token);
            }

            json.WriteEndArray();
            json.WriteNumber("n_predict", Tokens);
            json.WriteNumber("id_slot", Slot);
            json.WriteBoolean("stream", Stream);
            json.WriteBoolean("cache_prompt", true);
            json.WriteBoolean("ignore_eos", true);
            json.WriteNumber("temperature", 0);
            json.WriteNumber("top_k", 1);
            json.WriteStartArray("samplers");
            json.WriteStringValue("top_k");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
