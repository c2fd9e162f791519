using System.Text;
using Curate.Core.Hashing;

namespace Curate.Cli.Recipes;

/// <summary>What a decision depends on, as one hash: texts go in one by one, each with its length, so that no two lists of texts look the same.</summary>
internal sealed class RecipeKey
{
    private readonly StringBuilder _text = new();

    public RecipeKey Add(string? part)
    {
        _text.Append(part?.Length ?? -1).Append(':').Append(part).Append('\n');
        return this;
    }

    public RecipeKey Add(IEnumerable<string> parts)
    {
        string[] all = [.. parts];
        _text.Append('[').Append(all.Length).Append(']');
        foreach (string part in all)
        {
            Add(part);
        }

        return this;
    }

    /// <summary>32 digits of the SHA-256.</summary>
    public string Hash() => Convert.ToHexStringLower(Sha256.Of(Encoding.UTF8.GetBytes(_text.ToString())).AsSpan(0, 16));
}
