/* The futures of bench/futures.py, one after another: the floor for a run on columns. */
#include <stdint.h>

typedef int64_t fen;

static fen least(fen a, fen b) { return a < b ? a : b; }
static fen half_up(fen n, fen d) { return (2 * n + d) / (2 * d); }

static void split(fen total, const fen weights[3], fen parts[3]) {
    fen sum = weights[0] + weights[1] + weights[2], left = total, rest[3];
    for (int at = 0; at < 3; at++) {
        parts[at] = total * weights[at] / sum;
        rest[at] = total * weights[at] % sum;
        left -= parts[at];
    }
    for (; left > 0; left--) {
        int best = 0;
        for (int at = 1; at < 3; at++) if (rest[at] > rest[best]) best = at;
        parts[best]++;
        rest[best] = -1;
    }
}

/* profits: years x count, by year; state: owed, deficit, reserve, risk, members, by future. */
void futures(int years, int count, const fen *profits, const fen *terms, fen *state) {
    const fen *weights = terms + 7;
    for (int one = 0; one < count; one++) {
        fen owed = 0, deficit = 0, reserve = 0, risk = 0, members = 0;
        for (int year = 0; year < years; year++) {
            fen profit = profits[(long)year * count + one], paid, parts[3];
            if (profit < 0) { deficit -= profit; profit = 0; }
            paid = least(profit, deficit); profit -= paid; deficit -= paid;
            owed += half_up(terms[0] * terms[1], 100);
            paid = least(profit, owed); profit -= paid; owed -= paid;
            paid = least(risk, owed); risk -= paid; owed -= paid;
            paid = half_up(profit * terms[2], 10); reserve += paid; profit -= paid;
            paid = least(half_up(profit * terms[3], 100), terms[4]); profit -= paid;
            fen due = terms[5];
            paid = least(profit, due); profit -= paid; due -= paid; members += paid;
            members += least(terms[6], due);
            paid = half_up(profit * terms[10], 20); risk += paid; profit -= paid;
            split(profit, weights, parts);
            members += parts[0];
        }
        state[one] = owed; state[count + one] = deficit; state[2 * count + one] = reserve;
        state[3 * count + one] = risk; state[4 * count + one] = members;
    }
}
