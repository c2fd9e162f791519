using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Text.Tokens.Models;

namespace Curate.Core.Text.Tokens.Files;

/// <summary>The member <c>model</c> of <c>tokenizer.json</c>.</summary>
internal static class JsonModels
{
    public static ITokenModel Read(JsonPart part, bool isByteLevel, List<string> notes)
    {
        // Old files name no type: merges say byte pairs.
        string type = part.Type(part["merges"].IsMissing ? "" : "BPE");
        if (isByteLevel && type != "BPE")
        {
            part.Unsupported($"the pre-tokenizer ByteLevel with a model '{type}' is not supported");
        }

        switch (type)
        {
            case "BPE":
                part.Only("type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "fuse_unk", "byte_fallback", "ignore_merges", "vocab", "merges");
                return Pairs(part, isByteLevel, notes);
            case "WordPiece":
                part.Only("type", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word", "vocab");
                return Words(part);
            case "Unigram":
                part.Only("type", "unk_id", "vocab", "byte_fallback");
                return Likely(part);
            case "WordLevel":
                part.Only("type", "unk_token", "vocab");
                ByteTable vocabulary = Vocabulary(part["vocab"]);
                Unknown(part, vocabulary);
                return new WordLevel(vocabulary.Count);
            default:
                part.Unsupported($"the model '{type}' is not supported");
                return null!;
        }
    }

    private static PairMerges Pairs(JsonPart part, bool isByteLevel, List<string> notes)
    {
        ByteTable names = Vocabulary(part["vocab"]);
        ByteTable vocabulary = isByteLevel ? Bytes(names) : names;
        string prefix = part["continuing_subword_prefix"].Text("");
        if (!part["dropout"].IsMissing && part["dropout"].Number() > 0)
        {
            notes.Add("the file's dropout is not applied: it would make counts random");
        }

        JsonPart unknown = part["unk_token"];
        var model = new PairMerges
        {
            Vocabulary = vocabulary,
            Merges = Merges(part["merges"], names, Encoding.UTF8.GetByteCount(prefix)),
            IsByteLevel = isByteLevel,
            Unknown = unknown.IsMissing ? -1 : Number(names, unknown),
            FusesUnknown = part["fuse_unk"].Flag(false),
            TakesWhole = part["ignore_merges"].Flag(false),
            Prefix = prefix,
            Suffix = part["end_of_word_suffix"].Text(""),
        };
        if (part["byte_fallback"].Flag(false))
        {
            model.UseByteTokens();
        }

        return model;
    }

    /// <summary>Merges by the numbers of their parts: <c>"a b"</c> or <c>["a", "b"]</c>, in the order of their ranks.</summary>
    private static PairTable Merges(JsonPart list, ByteTable names, int prefixBytes)
    {
        var read = new List<(int Left, int Right, int Both)>();
        foreach (JsonPart item in list.Items())
        {
            string[] parts = item.IsText ? item.Text().Split(' ') : [.. item.Items().Select(static p => p.Text())];
            if (parts.Length != 2)
            {
                item.Fault("a merge has two parts");
            }

            byte[] left = Encoding.UTF8.GetBytes(parts[0]);
            byte[] right = Encoding.UTF8.GetBytes(parts[1]);
            if (right.Length < prefixBytes)
            {
                item.Fault("the second part is shorter than the prefix of those that continue a word");
            }

            read.Add((Part(item, names, left), Part(item, names, right), Part(item, names, [.. left, .. right.AsSpan(prefixBytes)])));
        }

        var merges = new PairTable(read.Count);
        for (int rank = 0; rank < read.Count; rank++)
        {
            merges.Set(read[rank].Left, read[rank].Right, rank, read[rank].Both);
        }

        return merges;
    }

    private static int Part(JsonPart merge, ByteTable names, byte[] token)
    {
        if (!names.TryGet(token, out int id))
        {
            merge.Fault($"the vocabulary has no token {Fail.Show(token)}, which the merge needs");
        }

        return id;
    }

    private static WordPiece Words(JsonPart part)
    {
        ByteTable vocabulary = Vocabulary(part["vocab"]);
        Unknown(part, vocabulary);
        byte[] prefix = part["continuing_subword_prefix"].Utf8("##");
        var continuing = new ByteTable();
        for (int entry = 0; entry < vocabulary.Count; entry++)
        {
            ReadOnlySpan<byte> token = vocabulary.Text(entry);
            if (token.StartsWith(prefix) && token.Length > prefix.Length)
            {
                continuing.Add(token[prefix.Length..], vocabulary.Id(entry));
            }
        }

        return new WordPiece(vocabulary, continuing, vocabulary.Count, part["max_input_chars_per_word"].Whole(100));
    }

    private static Unigram Likely(JsonPart part)
    {
        var vocabulary = new ByteTable();
        var scores = new List<double>();
        foreach (JsonPart item in part["vocab"].Items())
        {
            JsonPart[] pair = [.. item.Items()];
            if (pair.Length != 2)
            {
                item.Fault("a token and its score are expected");
            }

            if (!vocabulary.Add(pair[0].Utf8(), scores.Count))
            {
                item.Fault("the token is there twice");
            }

            scores.Add(pair[1].Number());
        }

        if (scores.Count == 0)
        {
            part["vocab"].Fault("at least one token is expected");
        }

        int unknown = part["unk_id"].IsMissing ? -1 : part["unk_id"].Whole();
        if (unknown >= scores.Count)
        {
            part["unk_id"].Fault("a place in the vocabulary is expected");
        }

        return new Unigram(vocabulary, [.. scores], unknown, part["byte_fallback"].Flag(false));
    }

    private static ByteTable Vocabulary(JsonPart part)
    {
        var vocabulary = new ByteTable();
        foreach ((string name, JsonPart id) in part.Members())
        {
            if (!vocabulary.Add(Encoding.UTF8.GetBytes(name), id.Whole()))
            {
                id.Fault("the token is there twice");
            }
        }

        return vocabulary;
    }

    /// <summary>The vocabulary in the bytes that its tokens write; tokens that write none are only added ones.</summary>
    private static ByteTable Bytes(ByteTable names)
    {
        var vocabulary = new ByteTable();
        var bytes = new ByteBuffer();
        for (int entry = 0; entry < names.Count; entry++)
        {
            if (ByteAlphabet.TryBytes(Encoding.UTF8.GetString(names.Text(entry)), bytes))
            {
                vocabulary.Add(bytes.Written, names.Id(entry));
            }
        }

        return vocabulary;
    }

    private static void Unknown(JsonPart part, ByteTable vocabulary)
    {
        JsonPart unknown = part["unk_token"];
        if (unknown.IsMissing)
        {
            unknown.Fault("a token for unknown words is expected");
        }

        Number(vocabulary, unknown);
    }

    private static int Number(ByteTable vocabulary, JsonPart token)
    {
        if (!vocabulary.TryGet(token.Utf8(), out int id))
        {
            token.Fault("a token of the vocabulary is expected");
        }

        return id;
    }
}
