using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Check.Contamination;

/// <summary>Which rows models answered right: a byte a row and model.</summary>
/// <param name="columns">The columns that say so.</param>
/// <param name="source">What messages call the dataset.</param>
internal sealed class RightAnswers(IReadOnlyList<string> columns, string source)
{
    private const byte Missing = 2;
    private readonly List<byte>[] _answers = [.. columns.Select(static _ => new List<byte>())];

    /// <summary>Of one model: 1 right, 0 wrong, 2 no answer.</summary>
    public IReadOnlyList<byte> this[int column] => _answers[column];

    /// <summary>Takes a batch in.</summary>
    /// <exception cref="CurateException">A value is neither 0, 1, true nor false.</exception>
    public void Add(RecordBatch batch, int firstColumn)
    {
        for (int c = 0; c < columns.Count; c++)
        {
            TextColumn column = batch.Text(firstColumn + c);
            for (int row = 0; row < batch.Count; row++)
            {
                _answers[c].Add(column.IsNull(row) ? Missing : Answer(column[row], columns[c], batch.FirstRow + row));
            }
        }
    }

    private byte Answer(ReadOnlySpan<byte> text, string column, long row)
    {
        if (ValueText.TryFlag(text, out bool flag))
        {
            return flag ? (byte)1 : (byte)0;
        }

        if (!ValueText.TryNumber(text, out double value) || (value != 0 && value != 1))
        {
            Fail.With(ErrorCodes.BadValue, $"{source}, row {NumberText.Of(row + 1)}, column '{column}': {Fail.Show(text)} does not say whether an answer is right; 1, 0, true, false or nothing is expected.",
                "Make it 1 or 0, or name another column with --correct.");
        }

        return value == 1 ? (byte)1 : (byte)0;
    }
}
