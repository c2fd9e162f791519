using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Text.Tokens.Files;
using Curate.Core.Text.Tokens.Models;

namespace Curate.Core.Text.Tokens;

/// <summary>
/// How many tokens each row has: by a column of lengths, or of a text column what white space separates or a <see cref="Tokenizer"/> counts. A missing value has
/// none. Any thread may count.
/// </summary>
internal sealed class RowTokens : IDisposable
{
    /// <summary>What a vocabulary takes at most while it is read, in bytes of its file, and a counter with its cache.</summary>
    private const int FileFactor = 5;
    private const long CounterBytes = 2L << 20;

    private readonly string _name;
    private readonly bool _isLength;
    private readonly TokenizerOptions _options;
    private readonly Tokenizer? _tokenizer;
    private readonly MemoryLease? _lease;

    private RowTokens(string name, bool isLength, TokenizerOptions options, OptionFile? file, RunContext context)
    {
        _name = name;
        _isLength = isLength;
        _options = options;
        if (file is not null)
        {
            _lease = context.Memory.Lease((file.Content.Length * (long)FileFactor) + (CounterBytes * (context.Workers + 1)), "The vocabulary of --tokenizer");
            _tokenizer = TokenizerFile.Read(file.Name, file.Content, options.Pattern);
            if (options.CountsAround && _tokenizer.Format == TiktokenFile.Format)
            {
                Fail.Usage($"--count-special counts tokens around texts, and {file.Name} is a .tiktoken file, which has none.", "Leave it out.");
            }
        }
    }

    /// <summary>What to read.</summary>
    public ColumnRequest Column => new(_name, _isLength ? ColumnKind.Number : ColumnKind.Text);

    /// <summary>The way to count, or null where neither a text nor a length column is named.</summary>
    /// <exception cref="CurateException">The vocabulary file cannot be used.</exception>
    public static RowTokens? Of(string? text, string? length, TokenizerOptions options, StartRequest request) =>
        (length ?? text) is { } name ? new RowTokens(name, length is not null, options, request.Files.GetValueOrDefault(TokenizerSpecs.File), request.Context) : null;

    /// <summary>Writes the tokens of each row of a batch.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="column">Where <see cref="Column"/> is among those that were asked for.</param>
    /// <param name="counts">By row.</param>
    public void Count(RecordBatch batch, int column, Span<double> counts)
    {
        if (_isLength)
        {
            RowSize.Numbers(batch, column, _name, counts);
            for (int row = 0; row < batch.Count; row++)
            {
                counts[row] = Math.Floor(counts[row]);
            }
        }
        else if (_tokenizer is null)
        {
            TextColumn texts = batch.Text(column);
            for (int row = 0; row < batch.Count; row++)
            {
                counts[row] = RowSize.Tokens(texts[row]);
            }
        }
        else
        {
            CountByVocabulary(_tokenizer, batch, column, counts);
        }
    }

    /// <summary>How the vocabulary file was read; null where there is none.</summary>
    public ReportTable? Report()
    {
        if (_tokenizer is null)
        {
            return null;
        }

        var table = new ReportTable("tokenizer", "Tokenizer", ["file", "format", "model", "entries", "cut_by", "special", "note"]);
        table.Add(Path.GetFileName(_options.File), _tokenizer.Format, _tokenizer.Model.Kind, (long)_tokenizer.Model.Entries, _tokenizer.Pattern,
            _options.CountsAround ? $"{NumberText.Of(_tokenizer.AroundText)} a text, counted" : _tokenizer.AroundText > 0 ? $"{NumberText.Of(_tokenizer.AroundText)} a text, not counted" : "none",
            _tokenizer.Notes.Count == 0 ? null : string.Join("; ", _tokenizer.Notes));
        return table;
    }

    public void Dispose() => _lease?.Dispose();

    private void CountByVocabulary(Tokenizer tokenizer, RecordBatch batch, int column, Span<double> counts)
    {
        TextColumn texts = batch.Text(column);
        TokenCounter counter = tokenizer.Rent();
        int around = _options.CountsAround ? tokenizer.AroundText : 0;
        for (int row = 0; row < batch.Count; row++)
        {
            long tokens = texts.IsNull(row) ? 0 : counter.Count(texts[row]);
            if (tokens == PieceCounter.NoToken)
            {
                Fail.With(ErrorCodes.BadValue, $"row {NumberText.Of(batch.FirstRow + row + 1)}, column '{_name}': {Fail.Show(texts[row])} holds a character that {_options.File} has no token for, and it has no unknown token.",
                    "Use the vocabulary that the model was made with.");
            }

            counts[row] = texts.IsNull(row) ? 0 : tokens + around;
        }

        tokenizer.Return(counter);
    }
}
