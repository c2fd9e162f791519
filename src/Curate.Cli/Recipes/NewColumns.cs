using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Running;

namespace Curate.Cli.Recipes;

/// <summary>
/// Whether columns that a plan adds are read from a view as they would be read from a file. A text format says no kinds: there a column of texts may
/// come back as numbers or dates, numbers without fractions as whole numbers, and a column of nulls as texts. One pass over the values tells.
/// </summary>
/// <remarks>Where a column would come back as something else, its rows are written, and the recipe stays equal to its commands through files.</remarks>
internal static class NewColumns
{
    /// <summary>True when a file of the view gives every added column back with its kind and its nulls.</summary>
    /// <param name="passes">Reads the view.</param>
    /// <param name="view">The rows.</param>
    /// <param name="added">The columns that its plan adds.</param>
    /// <param name="nullTexts">Texts that a reader of the file takes for nulls.</param>
    public static bool ComeBack(PassRunner passes, IRecordSource view, IReadOnlyList<Field> added, IReadOnlyList<string> nullTexts)
    {
        if (added.Any(static f => f.Kind is not (ColumnKind.Text or ColumnKind.Whole or ColumnKind.Number or ColumnKind.Flag) || f.IsSingle))
        {
            return false;
        }

        // Texts come first, where the inference looks for them.
        Field[] columns = [.. added.OrderBy(static f => f.Kind != ColumnKind.Text)];
        var request = new ReadRequest { Columns = [.. columns.Select(static f => new ColumnRequest(f.Name, f.Kind!.Value))], WithoutAdded = true };
        return passes.Summarise(view, request, "look at new columns", () => new Evidence(columns, nullTexts)).Holds;
    }

    private sealed class Evidence(Field[] columns, IReadOnlyList<string> nullTexts) : ISummary<Evidence>
    {
        private readonly KindInference _texts = new([.. columns.Where(static f => f.Kind == ColumnKind.Text).Select(static f => f.Name)], ColumnKind.Text);
        private readonly bool[] _seen = new bool[columns.Length];
        private readonly byte[][] _nulls = [.. nullTexts.Select(System.Text.Encoding.UTF8.GetBytes)];
        private bool _lost;

        public bool Holds => !_lost && Array.TrueForAll(_seen, static s => s) && Enumerable.Range(0, _texts.Columns.Count).All(c => _texts.Result(c).Kind == ColumnKind.Text);

        public void Add(RecordBatch batch)
        {
            _texts.Add(batch);
            for (int c = 0; c < _seen.Length; c++)
            {
                switch (batch[c])
                {
                    case TextColumn text:
                        Add(text, c);
                        break;
                    case NumberColumn number:
                        Add(number, c);
                        break;
                    case var column:
                        _seen[c] |= column.NullCount < column.Count;
                        break;
                }
            }
        }

        public void Merge(Evidence later)
        {
            _texts.Merge(later._texts);
            _lost |= later._lost;
            for (int c = 0; c < _seen.Length; c++)
            {
                _seen[c] |= later._seen[c];
            }
        }

        private void Add(TextColumn values, int column)
        {
            for (int row = 0; row < values.Count; row++)
            {
                if (values.IsNull(row))
                {
                    continue;
                }

                // An empty text is not told from a missing one in every format.
                ReadOnlySpan<byte> value = values[row];
                _seen[column] = true;
                _lost |= value.IsEmpty;
                foreach (byte[] missing in _nulls)
                {
                    _lost |= value.SequenceEqual(missing);
                }
            }
        }

        /// <summary>One number with a fraction settles the kind; what is no number is written as a word.</summary>
        private void Add(NumberColumn values, int column)
        {
            for (int row = 0; row < values.Count; row++)
            {
                if (!values.IsNull(row))
                {
                    double value = values[row];
                    _lost |= !double.IsFinite(value);
                    _seen[column] |= value != Math.Truncate(value);
                }
            }
        }
    }
}
