using Curate.Core.Hashing;

namespace Curate.Core.Dedupe.Lines;

/// <summary>What is known of a text before its units.</summary>
/// <param name="Row">Its row.</param>
/// <param name="IsOther">It is of the second dataset.</param>
/// <param name="Rank">By the keep rule; lower stays.</param>
/// <param name="Block">Texts of different blocks have nothing in common; the default where there are none.</param>
internal readonly record struct TextHead(long Row, bool IsOther, ulong Rank, Hash128 Block);
