using System.Text.Json;
using Curate.Core.Data;
using Curate.Core.Options;
using Curate.Core.Text.Tokens.Models;
using Curate.Core.Text.Tokens.Normalising;
using Curate.Core.Text.Tokens.Splitting;

namespace Curate.Core.Text.Tokens.Files;

/// <summary>Reads <c>tokenizer.json</c> of Hugging Face's tokenizers: added tokens, normalisers, pre-tokenizers, model, and the tokens around a text.</summary>
internal static class TokenizerJson
{
    private const int DeepestNesting = 64;

    public static Tokenizer Read(string file, ReadOnlyMemory<byte> content)
    {
        using JsonDocument document = Parse(file, content);
        var root = new JsonPart(file, "", document.RootElement);
        JsonPart model = root["model"];
        if (model.IsMissing)
        {
            VocabularyFault.Damaged(file, "", "it has no 'model', so it is no tokenizer.json.");
        }

        var notes = new List<string>();
        IReadOnlyList<ITextNormaliser> normalisers = JsonNormalisers.Read(root["normalizer"]);
        JsonPreTokenizers cutters = JsonPreTokenizers.Read(root["pre_tokenizer"]);
        ITokenModel made = JsonModels.Read(model, cutters.IsByteLevel, notes);
        List<AddedToken> added = Added(root["added_tokens"], normalisers);
        if (!root["truncation"].IsMissing)
        {
            notes.Add("the file's truncation is not applied: texts are counted whole");
        }

        if (!root["padding"].IsMissing)
        {
            notes.Add("the file's padding is not applied");
        }

        return new Tokenizer
        {
            Format = "tokenizer.json",
            Pattern = cutters.Summary,
            Model = made,
            Added = new AddedTokens([.. added.Where(static t => !t.Normalised)]),
            AddedNormalised = new AddedTokens([.. added.Where(static t => t.Normalised)]),
            Normalisers = normalisers,
            PreTokenizers = cutters.Steps,
            AroundText = Around(root["post_processor"]),
            Notes = notes,
        };
    }

    private static JsonDocument Parse(string file, ReadOnlyMemory<byte> content)
    {
        try
        {
            return JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = DeepestNesting });
        }
        catch (JsonException damage)
        {
            string place = damage.LineNumber is { } line ? $"line {NumberText.Of(line + 1)}, byte {NumberText.Of((damage.BytePositionInLine ?? 0) + 1)}" : "";
            VocabularyFault.Damaged(file, place, "the JSON is damaged, cut short or nested too deeply.", damage);
            return null!;
        }
    }

    private static List<AddedToken> Added(JsonPart list, IReadOnlyList<ITextNormaliser> normalisers)
    {
        var added = new List<AddedToken>();
        if (list.IsMissing)
        {
            return added;
        }

        foreach (JsonPart item in list.Items())
        {
            bool normalised = item["normalized"].Flag(false);
            byte[] content = item["content"].Utf8();
            content = normalised ? Normalised(content, normalisers) : content;
            if (content.Length > 0)
            {
                added.Add(new AddedToken(content, item["single_word"].Flag(false), item["lstrip"].Flag(false), item["rstrip"].Flag(false), normalised));
            }
        }

        return added;
    }

    private static byte[] Normalised(byte[] content, IReadOnlyList<ITextNormaliser> normalisers)
    {
        foreach (ITextNormaliser normaliser in normalisers)
        {
            var to = new ByteBuffer();
            content = normaliser.Apply(content, to) ? to.Written.ToArray() : content;
        }

        return content;
    }

    /// <summary>Tokens that a post-processor puts around one text.</summary>
    private static int Around(JsonPart processor)
    {
        if (processor.IsMissing)
        {
            return 0;
        }

        switch (processor.Type())
        {
            case "ByteLevel":
                return 0;
            case "BertProcessing" or "RobertaProcessing":
                return 2;
            case "Sequence":
                return processor["processors"].Items().Sum(Around);
            case "TemplateProcessing":
                return processor["single"].Items().Sum(piece => piece["Sequence"].IsMissing ? Special(processor, piece["SpecialToken"]["id"].Text()) : 0);
            default:
                processor.Unsupported($"the post-processor '{processor.Type()}' is not supported");
                return 0;
        }
    }

    private static int Special(JsonPart processor, string id)
    {
        foreach ((string name, JsonPart token) in processor["special_tokens"].Members())
        {
            if (name == id)
            {
                return token["ids"].Items().Count();
            }
        }

        processor.Fault($"the special token '{id}' of the template is not among the special tokens");
        return 0;
    }
}
